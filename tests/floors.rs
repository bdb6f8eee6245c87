//! The house stands as its architecture page says: imports point down, what shall be absent is
//! absent, and rooms stay small. Each rule comes with snippets that it refuses.

#[path = "floors/absences.rs"]
mod absences;
#[path = "floors/chains.rs"]
mod chains;
#[path = "floors/code.rs"]
mod code;
#[path = "floors/house.rs"]
mod house;
#[path = "floors/imports.rs"]
mod imports;
#[path = "floors/page.rs"]
mod page;
#[path = "floors/rooms.rs"]
mod rooms;

use house::House;

#[test]
fn imports_point_down() {
    assert_none(imports::findings(&House::read("src")));
}

#[test]
fn what_shall_be_absent_is_absent() {
    assert_none(absences::findings(&House::read("src")));
}

#[test]
fn no_condition_is_a_let_chain() {
    assert_none(chains::findings(&House::read("src")));
}

#[test]
fn rooms_are_small() {
    for folder in ["src", "tests", "benches", "examples"] {
        assert_none(rooms::findings(&House::read(folder)));
    }
}

#[test]
fn the_architecture_page_names_every_room() {
    let page = include_str!("../src/guide/architecture.md");
    assert_none(page::findings(&House::read("src"), page));
}

#[test]
fn the_house_has_its_floors() {
    let house = House::read("src");
    for floor in house::FLOORS {
        let files = house.files.iter().filter(|file| file.module()[0] == floor);
        assert!(files.count() > 1, "{floor}");
    }
}

fn assert_none(findings: Vec<String>) {
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

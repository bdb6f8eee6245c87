//! JSON laid out in lines, its texts as they came.

/// `json` with a line for each member and element, every token as it stands there. Of a text that is no
/// JSON it makes some text.
pub(super) fn laid_out(json: &str) -> String {
    let mut layout = Layout::default();
    for character in json.chars() {
        layout.take(character);
    }
    layout.text
}

#[derive(Default)]
struct Layout {
    text: String,
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// A bracket was opened, and nothing stands in it yet.
    opened: bool,
}

impl Layout {
    fn take(&mut self, character: char) {
        if self.in_string {
            self.text.push(character);
            self.in_string = self.escaped || character != '"';
            self.escaped = character == '\\' && !self.escaped;
            return;
        }
        match character {
            ' ' | '\t' | '\r' | '\n' => {}
            '}' | ']' => self.close(character),
            _ => self.put(character),
        }
    }

    fn put(&mut self, character: char) {
        if std::mem::take(&mut self.opened) {
            self.line();
        }
        self.text.push(character);
        match character {
            '"' => self.in_string = true,
            ':' => self.text.push(' '),
            ',' => self.line(),
            '{' | '[' => {
                self.depth += 1;
                self.opened = true;
            }
            _ => {}
        }
    }

    fn close(&mut self, character: char) {
        self.depth = self.depth.saturating_sub(1);
        if !std::mem::take(&mut self.opened) {
            self.line();
        }
        self.text.push(character);
    }

    /// No document nests deeper than it may, so that the indent stays within the lines' own length.
    fn line(&mut self) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n("  ", self.depth));
    }
}

#[cfg(test)]
mod tests {
    use super::laid_out;

    #[test]
    fn every_token_stays_as_it_came() {
        let check = |json: &str, expected: &str| assert_eq!(laid_out(json), expected, "{json}");
        check("{}", "{}");
        check("{ \"a\" : [ ] }", "{\n  \"a\": []\n}");
        check(
            r#"{"a":1.50,"b":[true,null]}"#,
            "{\n  \"a\": 1.50,\n  \"b\": [\n    true,\n    null\n  ]\n}",
        );
        check(r#"{"a":"{ \" ,\\"}"#, "{\n  \"a\": \"{ \\\" ,\\\\\"\n}");
        check(r#"{"\u0061":"<b>"}"#, "{\n  \"\\u0061\": \"<b>\"\n}");
    }
}

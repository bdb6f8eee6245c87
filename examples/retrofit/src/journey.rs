//! Two clients' side of the story, told step by step.

use retrofit::seed;

use crate::options::{Options, VSCODE};
use crate::visitor::{Answer, Pairs, Visitor, encode};
use retrofit::store::Failure;

/// A client, as it sees itself.
struct Program {
    id: &'static str,
    redirect_uri: &'static str,
    secret: Option<&'static str>,
}

/// Plays both clients against the server at `issuer`, in one browser.
pub(crate) async fn play(issuer: &str, options: &Options) -> Result<(), Failure> {
    let mut visitor = Visitor::new(issuer)?;
    println!("\na client of the table: {}", PARTNER.id);
    flow(&mut visitor, &PARTNER).await?;
    println!("\na client that nobody has registered: {}", STRANGER.id);
    match options.cimd {
        true => flow(&mut visitor, &STRANGER).await,
        false => refused(&mut visitor).await,
    }
}

/// The URL that the stranger opens in the browser of its user.
pub(crate) fn authorization_url(issuer: &str) -> String {
    format!("{issuer}/authorize?{}", encode(&STRANGER.request()))
}

async fn flow(visitor: &mut Visitor, program: &Program) -> Result<(), Failure> {
    let page = visitor.authorize(&program.request()).await?;
    let redirect = match page.parameter("code") {
        Some(_) => page,
        None => {
            tell("consent page", &page)?;
            visitor.answer(&page, "allow").await?
        }
    };
    tell("code", &redirect)?;
    let code = redirect
        .parameter("code")
        .ok_or("no code in the redirect")?;
    let exchange = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", program.redirect_uri),
        ("code_verifier", VERIFIER),
    ];
    let tokens = call(visitor, program, "token", "/token", &exchange).await?;
    let refresh = tokens.member("refresh_token").ok_or("no refresh token")?;
    let refresh = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh.as_str()),
    ];
    let tokens = call(visitor, program, "refresh", "/token", &refresh).await?;
    let last = tokens.member("refresh_token").ok_or("no refresh token")?;
    call(visitor, program, "revoke", "/revoke", &[("token", &last)]).await?;
    Ok(())
}

/// Without the layer there is nothing to tell.
async fn refused(visitor: &mut Visitor) -> Result<(), Failure> {
    let page = visitor.authorize(&STRANGER.request()).await?;
    println!("  {:<13} {}", "refused", page.status);
    Ok(())
}

async fn call(
    visitor: &Visitor,
    program: &Program,
    name: &str,
    path: &str,
    fields: Pairs<'_>,
) -> Result<Answer, Failure> {
    let mut fields = fields.to_vec();
    let basic = program.secret.map(|secret| (program.id, secret));
    if basic.is_none() {
        fields.push(("client_id", program.id));
    }
    let answer = visitor.call(path, &fields, basic).await?;
    tell(name, &answer)?;
    Ok(answer)
}

fn tell(name: &str, answer: &Answer) -> Result<(), Failure> {
    if answer.status >= 400 {
        return Err(format!("{name} was refused: {}", answer.body).into());
    }
    let shown = match &answer.location {
        Some(location) => location.as_str(),
        None => answer.body.get(..MOST).unwrap_or(&answer.body),
    };
    println!("  {name:<13} {} {shown}", answer.status);
    Ok(())
}

impl Program {
    fn request(&self) -> [(&'static str, &'static str); 7] {
        [
            ("response_type", "code"),
            ("client_id", self.id),
            ("redirect_uri", self.redirect_uri),
            ("scope", "notes:read"),
            ("state", "a state"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]
    }
}

const PARTNER: Program = Program {
    id: "partner",
    redirect_uri: "https://calendar.example/callback",
    secret: Some(seed::SECRET),
};

/// The port is the one that the program happens to get today, which RFC 8252 §7.3 leaves open on loopback.
const STRANGER: Program = Program {
    id: VSCODE,
    redirect_uri: "http://127.0.0.1:50123/",
    secret: None,
};

/// Verifier and challenge of RFC 7636 appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// How many characters of a page are shown.
const MOST: usize = 100;

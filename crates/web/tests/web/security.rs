//! One test for each way in that must be shut.

use std::io::Write as _;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use retrospect_web::Token;
use serde_json::json;

use crate::client::{self, files, get, request};
use crate::served::{claim, document, harrun, record, served};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";
/// Markup that would run a script, were it taken for markup.
const SCRIPT: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>";

#[test]
fn another_origin_is_refused() {
    let served = served(harrun, |_| ());
    let page = get(served.address, "/import");
    let (cookie, key) = (page.cookie().unwrap(), page.form_key().unwrap());
    let (kind, body) = files(&key, &[("a.txt", b"A text.")]);
    let send = |origin: &str, site: &str| {
        let headers = [
            ("Cookie", cookie.as_str()),
            ("Content-Type", &kind),
            ("Origin", origin),
            ("Sec-Fetch-Site", site),
        ];
        request(served.address, "POST", "/import", &headers, &body).status
    };
    let own = format!("http://{}", served.address);
    assert_eq!(send("http://evil.example", "cross-site"), 403);
    assert_eq!(send("null", "cross-site"), 403);
    assert_eq!(send(&own, "cross-site"), 403);
    assert_eq!(send(&own, "same-origin"), 303, "our own page may");
    let embedded = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")];
    assert_eq!(request(served.address, "GET", "/claims.json", &embedded, b"").status, 403);
    assert_eq!(get(served.address, "/claims.json").header("access-control-allow-origin"), None);
}

#[test]
fn a_form_without_its_key_is_refused() {
    let served = served(harrun, |_| ());
    let page = get(served.address, "/import");
    let (cookie, key) = (page.cookie().unwrap(), page.form_key().unwrap());
    let send = |cookie: &str, key: &str| {
        let (kind, body) = files(key, &[("a.txt", b"A text.")]);
        request(served.address, "POST", "/import", &[("Cookie", cookie), ("Content-Type", &kind)], &body)
            .status
    };
    assert_eq!(send(&cookie, ""), 403);
    assert_eq!(send(&cookie, &key.replace(['0', '1', '2', '3'], "4")), 403);
    assert_eq!(send("", &key), 403, "the key of another session");
    assert_eq!(send(&cookie, &key), 303);
    let attributes = page.header("set-cookie").unwrap();
    assert!(attributes.contains("HttpOnly") && attributes.contains("SameSite=Strict"), "{attributes}");
}

#[test]
fn a_missing_token_is_refused() {
    let served = served(harrun, |settings| settings.token = Token::new(TOKEN).ok());
    let address = served.address;
    for path in ["/claims.json", "/overview.json", "/documents.json"] {
        assert_eq!(get(address, path).status, 401, "{path}");
    }
    assert_eq!(
        get(address, "/claims?kind=lead").header("location"),
        Some("/login?next=%2Fclaims%3Fkind%3Dlead")
    );
    let bearer = |token: &str| {
        let value = format!("Bearer {token}");
        request(address, "GET", "/claims.json", &[("Authorization", &value)], b"").status
    };
    assert_eq!(bearer(TOKEN), 200);
    assert_eq!(bearer("0123456789abcdef0123456789abcdee"), 401);
    assert_eq!(bearer(""), 401);
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    assert_eq!(request(address, "POST", "/login", &form, b"token=wrong").status, 403);
    let entered =
        request(address, "POST", "/login", &form, format!("token={TOKEN}&next=//evil.example").as_bytes());
    assert_eq!((entered.status, entered.header("location")), (303, Some("/")), "never to another site");
    let cookie = entered.cookie().unwrap();
    assert_eq!(request(address, "GET", "/claims", &[("Cookie", &cookie)], b"").status, 200);
    assert_eq!(get(address, "/assets/style.css").status, 200, "the page that asks for the token needs it");
}

#[test]
fn tokens_cannot_be_guessed_one_after_the_other() {
    let served = served(harrun, |settings| settings.token = Token::new(TOKEN).ok());
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let statuses: Vec<u16> =
        (0..8).map(|_| request(served.address, "POST", "/login", &form, b"token=wrong").status).collect();
    assert_eq!(statuses.first(), Some(&403));
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
}

#[test]
fn paths_lead_nowhere_but_to_pages() {
    let served = served(harrun, |_| ());
    for path in [
        "/assets/../../../../etc/passwd",
        "/assets/..%2f..%2f..%2fetc%2fpasswd",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/../harrun.retro",
        "/harrun.retro",
        "//etc/passwd",
        "/assets/style.css/../../../etc/passwd",
        "/assets/style.css%00.html",
    ] {
        let answer = get(served.address, path);
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.body.contains("root:") && !answer.body.contains("SQLite"), "{path}");
    }
    let named = get(served.address, "/document?id=..%2F..%2F..%2Fetc%2Fpasswd");
    assert_eq!(named.status, 404);
}

#[test]
fn a_script_in_a_document_a_name_a_file_name_or_an_address_stays_text() {
    let fill = |case: &mut retrospect_store::Case| {
        let text = format!("It says {SCRIPT} here.");
        let document = document("evil", &text, SCRIPT, "2015-07-30");
        let fields = json!({"kind": "pledge", "actor": [SCRIPT], "target": [SCRIPT], "place": SCRIPT, "sources": [SCRIPT], "said": "2015-07-30"});
        record(case, &document, &[claim(&document, SCRIPT, &fields)]);
    };
    let served = served(fill, |_| ());
    let address = served.address;
    let claims = get(address, "/claims.json").json();
    let id =
        claims.pointer("/data/claims/0/claim/id").and_then(serde_json::Value::as_str).unwrap().to_owned();
    let escaped: String = "%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27%3E".to_owned();
    let page = get(address, "/import");
    let (kind, body) = files(&page.form_key().unwrap(), &[("<script>alert(1)<'script>.txt", b"A text.")]);
    let cookie = page.cookie().unwrap();
    let sent = request(address, "POST", "/import", &[("Cookie", &cookie), ("Content-Type", &kind)], &body);
    assert_eq!(sent.status, 303);
    std::thread::sleep(Duration::from_millis(200));
    let mut shown = 0;
    for path in [
        "/".to_owned(),
        "/claims".to_owned(),
        format!("/claim?id={id}"),
        "/documents".to_owned(),
        "/timeline".to_owned(),
        "/actors".to_owned(),
        format!("/actor?name={escaped}"),
        "/sources".to_owned(),
        "/disputes".to_owned(),
        "/document?id=evil".to_owned(),
        format!("/claims?search={escaped}&kind={escaped}&voice={escaped}&actor={escaped}"),
        format!("/document?id={escaped}"),
        format!("/claims?on={escaped}"),
        "/import?job=1".to_owned(),
        format!("/{escaped}"),
    ] {
        let answer = get(address, &path);
        assert!(!answer.body.contains("<script>alert") && !answer.body.contains("<img"), "{path}");
        shown += usize::from(answer.body.contains("&lt;script&gt;"));
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
    assert!(shown >= 6, "the text itself is shown, as text, on {shown} pages");
    let twin = get(address, "/claims.json");
    assert_eq!(twin.header("content-type"), Some("application/json"));
}

#[test]
fn an_oversized_upload_is_refused() {
    let served = served(harrun, |settings| settings.limits.upload_bytes_max = 10_000);
    let page = get(served.address, "/import");
    let (cookie, key) = (page.cookie().unwrap(), page.form_key().unwrap());
    let send = |bytes: &[u8]| {
        let (kind, body) = files(&key, &[("a.txt", bytes)]);
        request(
            served.address,
            "POST",
            "/import.json",
            &[("Cookie", &cookie), ("Content-Type", &kind)],
            &body,
        )
    };
    let refused = send(&[b'a'; 50_000]);
    assert_eq!(refused.status, 413);
    assert!(refused.json().get("hint").is_some());
    assert_eq!(send(&[b'a'; 5_000]).status, 202);
    let long = format!("/claims?search={}", "a".repeat(5_000));
    assert_eq!(get(served.address, &long).status, 414);
    let head = format!("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: {}\r\n\r\n", "a".repeat(200_000));
    assert_eq!(client::send(served.address, head.as_bytes()).status, 431);
}

#[test]
fn a_slow_request_is_ended() {
    let served = served(harrun, |settings| {
        settings.limits.head = Duration::from_millis(300);
        settings.limits.request = Duration::from_millis(300);
        settings.limits.upload = Duration::from_millis(300);
    });
    let page = get(served.address, "/import");
    let (cookie, key) = (page.cookie().unwrap(), page.form_key().unwrap());
    let began = Instant::now();
    // A head that never ends.
    let mut head = TcpStream::connect(served.address).unwrap();
    head.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ").unwrap();
    // A body that never ends.
    let mut body = TcpStream::connect(served.address).unwrap();
    let (kind, bytes) = files(&key, &[("a.txt", b"A text.")]);
    let text = format!(
        "POST /import HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nContent-Type: {kind}\r\nContent-Length: 100000\r\n\r\n"
    );
    body.write_all(text.as_bytes()).unwrap();
    body.write_all(&bytes[..bytes.len() - 20]).unwrap();
    for stream in [&head, &body] {
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    }
    assert!([0, 408].contains(&client::read(&mut head).status), "closed, with or without an answer");
    assert_eq!(client::read(&mut body).status, 408);
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    assert_eq!(get(served.address, "/").status, 200, "others are served all the while");
}

#[test]
fn a_wrong_host_is_refused() {
    let served = served(harrun, |_| ());
    for host in ["evil.example", "evil.example:80", "localhost.evil.example", ""] {
        let answer = request(served.address, "GET", "/claims.json", &[("Host", host)], b"");
        assert_eq!(answer.status, 421, "{host}");
    }
    for host in ["localhost", "127.0.0.1:1", "[::1]"] {
        assert_eq!(
            request(served.address, "GET", "/claims.json", &[("Host", host)], b"").status,
            200,
            "{host}"
        );
    }
}

#[test]
fn a_peer_that_asks_too_often_is_slowed() {
    let served = served(harrun, |settings| {
        settings.limits.requests_at_once = 5.0;
        settings.limits.requests_per_second = 1.0;
    });
    let statuses: Vec<u16> = (0..8).map(|_| get(served.address, "/assets/style.css").status).collect();
    assert_eq!(statuses[..5], [200; 5]);
    assert!(statuses.contains(&429), "{statuses:?}");
}

//! Signatures and seals on mail to our listener: what holds is believed, what was changed or belongs to another is not.

use mail_auth::arc::ArcSealer;
use mail_auth::common::crypto::Ed25519Key;
use mail_auth::common::headers::HeaderWriter;
use mail_auth::dkim::DkimSigner;
use mail_auth::{ArcOutput, AuthenticatedMessage, AuthenticationResults};
use punctual::mail::{Resolver, ask_by};
use punctual::store;

use super::proof::deliver;
use super::{CONTACT, mail, reported, texts, ticket_of};
use crate::support::app::{TestApp, on_both_apps};
use crate::support::name_server::name_server;

on_both_apps!(a_signature_of_the_senders_domain_proves_a_mail, a_trusted_forwarder_is_believed_and_no_other,);

const COVERED: [&str; 3] = ["From", "To", "Subject"];

/// A server that is in nobody's SPF record.
const ELSEWHERE: &str = "198.51.100.8:25";

/// A domain with a key under the selector `s`.
struct Signatory {
    domain: &'static str,
    key: Vec<u8>,
}

impl Signatory {
    fn new(domain: &'static str) -> Self {
        Self { domain, key: Ed25519Key::generate_pkcs8().unwrap() }
    }

    fn key(&self) -> Ed25519Key {
        Ed25519Key::from_pkcs8_der(&self.key).unwrap()
    }

    fn record(&self) -> (String, String) {
        use base64::Engine as _;
        let public = base64::engine::general_purpose::STANDARD.encode(self.key().public_key());
        (format!("s._domainkey.{}", self.domain), format!("v=DKIM1; k=ed25519; p={public}"))
    }

    /// The mail with a DKIM signature.
    fn sign(&self, mail: &str) -> String {
        let signer = DkimSigner::from_key(self.key()).domain(self.domain).selector("s").headers(COVERED);
        signer.sign(mail.as_bytes()).unwrap().to_header() + mail
    }

    /// The mail with what was found about its original, under a seal.
    async fn seal(&self, resolver: Resolver, original: &str, mail: &str) -> String {
        let found = AuthenticatedMessage::parse(original.as_bytes()).unwrap();
        let signatures = ask_by(resolver).unwrap().verify_dkim(&found).await;
        let results = AuthenticationResults::new(self.domain).with_dkim_results(&signatures, CONTACT);
        let message = AuthenticatedMessage::parse(mail.as_bytes()).unwrap();
        let sealer = ArcSealer::from_key(self.key()).domain(self.domain).selector("s").headers(COVERED);
        sealer.seal(&message, &results, &ArcOutput::default()).unwrap().to_header() + mail
    }
}

/// The customer, who wants unsigned mail refused, a mailing list, and somebody else: each with a key.
fn world() -> ([Signatory; 3], Resolver) {
    let signatories = ["dms.example", "lists.example", "evil.example"].map(Signatory::new);
    let policies =
        [("dms.example", "v=spf1 ip4:198.51.100.7 -all"), ("_dmarc.dms.example", "v=DMARC1; p=reject")];
    let policies = policies.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let keys = signatories.iter().map(Signatory::record);
    let resolver = Resolver::At(name_server(policies.into_iter().chain(keys)));
    (signatories, resolver)
}

fn settings(resolver: Resolver, more: &str) -> String {
    let Resolver::At(address) = resolver else { panic!("the tests ask a name server of their own") };
    format!("[trust]\nresolver = '{address}'\n{more}")
}

/// Lets each mail come in, and compares what was thought of it.
async fn check(test: &TestApp, cases: &[(&str, String, &str, bool)]) {
    for (which, raw, verdict, is_heard) in cases {
        let received = deliver(test, &raw.replace("\r\n", "\n"), ELSEWHERE, CONTACT).await;
        let id = received.id;
        let judgement = test.read(move |c| store::mail_judgement::find(c, id)).unwrap();
        let words = judgement.authentication.in_words();
        assert!(words.contains(verdict), "{which}: {words}");
        assert_eq!(ticket_of(test, &received) == Some(1), *is_heard, "{which}: {words}");
    }
    let heard = cases.iter().filter(|(_, _, _, is_heard)| *is_heard).count();
    assert_eq!(texts(test, 1).await.len(), 1 + heard);
}

fn from_contact(to: &str, text: &str) -> String {
    mail(CONTACT, to, "Re: Export", &[], text).replace('\n', "\r\n")
}

async fn a_signature_of_the_senders_domain_proves_a_mail(test: TestApp) {
    let ([customer, _, evil], resolver) = world();
    let test = test.restart_with(&settings(resolver, ""));
    let to = reported(&test).await.reply_to.unwrap();
    let signed = |which: &str| customer.sign(&from_contact(&to, which));
    let changed = signed("a change").replace("a change", "another text");
    let renamed = signed("another subject").replace("Subject: Re: Export", "Subject: Re: Import");
    check(
        &test,
        &[
            ("signed", signed("signed"), "DKIM: pass for dms.example", true),
            ("with another text", changed, "DMARC: fail for dms.example", false),
            ("with another subject", renamed, "DMARC: fail for dms.example", false),
            (
                "signed by another",
                evil.sign(&from_contact(&to, "evil")),
                "DMARC: fail for dms.example",
                false,
            ),
            ("unsigned", from_contact(&to, "unsigned"), "DMARC: fail for dms.example", false),
        ],
    )
    .await;
}

async fn a_trusted_forwarder_is_believed_and_no_other(test: TestApp) {
    let ([customer, list, evil], resolver) = world();
    let test = test.restart_with(&settings(resolver, "sealers = ['Lists.example']"));
    let to = reported(&test).await.reply_to.unwrap();
    let original = |text: &str| customer.sign(&from_contact(&to, text));
    let with_footer = |mail: &str| format!("{mail}_______\r\nThe list of all users\r\n");
    let (one, two, three) = (original("one"), original("two"), original("three"));
    let unsigned = from_contact(&to, "four");
    let sealed = list.seal(resolver, &one, &with_footer(&one)).await;
    let by_another = evil.seal(resolver, &two, &with_footer(&two)).await;
    let changed_after = with_footer(&list.seal(resolver, &three, &with_footer(&three)).await);
    let nothing_found = list.seal(resolver, &unsigned, &with_footer(&unsigned)).await;
    let two_authors = format!("From: {CONTACT}\r\n{}", {
        let foreign = from_contact(&to, "five").replace(CONTACT, "eve@evil.example");
        list.seal(resolver, &one, &foreign).await
    });
    check(
        &test,
        &[
            ("sealed by the list", sealed, "ARC: pass for lists.example", true),
            ("sealed by somebody else", by_another, "ARC: pass for evil.example", false),
            ("changed after it was sealed", changed_after, "DMARC: fail for dms.example", false),
            ("sealed, and nothing had held", nothing_found, "ARC: pass for lists.example", false),
            ("with a second author before the sealed one", two_authors, "", false),
        ],
    )
    .await;
}

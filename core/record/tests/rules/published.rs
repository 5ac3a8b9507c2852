//! Figures that others published: trees, signatures, notes and a real checkpoint with its witnesses.

use crate::made::leaves;
use accordant_record::{
    Checkpoint, Hash, KeyKind, LeafHashes, Note, SigningKey, VerifierKey, consistency_proof, inclusion_proof,
    leaf_hash, node_hash, root_of,
};

fn begins(hash: &Hash, digits: &str) -> bool {
    hash.to_string().starts_with(digits)
}

#[test]
fn the_first_trees_of_an_alliance_have_the_roots_of_the_reference() {
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb924",
        "0aa00984118b97ce913188c5cac2a638",
        "da349e58f8c2ace15cd853232182ac09",
        "dc4a789fea8e8f9324ba7d7885727a4a",
        "a529db340e5b492333dc2eae27264809",
        "1d7a972df859512533b67343df48ee2c",
        "b69dc79dcacd5486c19c850eb5ee997a",
        "7bfa9f5518de3829a2e8e54e53d9aa36",
        "4574374dbfc06a0442e94266702d2653",
    ];
    for (size, root) in roots.into_iter().enumerate() {
        assert!(begins(&root_of(&leaves(size)), root), "size {size}");
    }
}

#[test]
fn the_first_proofs_of_an_alliance_are_those_of_the_reference() {
    let leaves = leaves(7);
    let inclusion = inclusion_proof(&mut LeafHashes(&leaves), 3, 7).unwrap();
    let expected = ["edd2085ab4e277a5", "da349e58f8c2ace1", "1fd0a3087c123c37"];
    assert_eq!(inclusion.len(), expected.len());
    assert!(inclusion.iter().zip(expected).all(|(hash, digits)| begins(hash, digits)));
    let consistency = consistency_proof(&mut LeafHashes(&leaves), 3, 7).unwrap();
    let expected = ["edd2085ab4e277a5", "ec4d002e601daf53", "da349e58f8c2ace1", "1fd0a3087c123c37"];
    assert_eq!(consistency.len(), expected.len());
    assert!(consistency.iter().zip(expected).all(|(hash, digits)| begins(hash, digits)));
}

/// The leaves by which logs of certificates test their trees.
fn certificate_leaves() -> Vec<Hash> {
    let leaves: [&[u8]; 8] = [
        &[],
        &[0x00],
        &[0x10],
        &[0x20, 0x21],
        &[0x30, 0x31],
        &[0x40, 0x41, 0x42, 0x43],
        &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        &[0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ];
    leaves.into_iter().map(leaf_hash).collect()
}

#[test]
fn the_trees_of_certificate_transparency_have_their_published_roots() {
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let leaves = certificate_leaves();
    for (root, size) in roots.into_iter().zip(1..) {
        assert_eq!(root_of(&leaves[..size]).to_string(), root, "size {size}");
    }
}

/// RFC 6962, section 2.1.3: the tree of seven leaves and the letters of its nodes.
#[test]
fn the_proofs_of_rfc_6962_are_made_of_the_nodes_that_it_names() {
    let leaves = leaves(7);
    let [a, b, c, d, e, f, j] = leaves.as_slice() else { unreachable!("there are seven") };
    let (g, h, i) = (node_hash(a, b), node_hash(c, d), node_hash(e, f));
    let (k, l) = (node_hash(&g, &h), node_hash(&i, j));
    let path = |index| inclusion_proof(&mut LeafHashes(&leaves), index, 7).unwrap();
    assert_eq!(path(0), [*b, h, l]);
    assert_eq!(path(3), [*c, g, l]);
    assert_eq!(path(4), [*f, *j, k]);
    assert_eq!(path(6), [i, k]);
    let proof = |old| consistency_proof(&mut LeafHashes(&leaves), old, 7).unwrap();
    assert_eq!(proof(3), [*c, *d, g, l]);
    assert_eq!(proof(4), [l]);
    assert_eq!(proof(6), [i, *j, k]);
}

/// RFC 8032, section 7.1: the tests whose message is a text.
#[test]
fn signatures_are_those_of_rfc_8032() {
    let tests = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "r",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ];
    for (seed, message, signature) in tests {
        let seed: Hash = seed.parse().unwrap();
        let key = SigningKey::new("example", KeyKind::Log, *seed.as_bytes()).unwrap();
        let signed = key.sign(message).unwrap();
        let digits: String = signed.signature.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digits, signature);
        let note = Note { text: message.to_string(), signatures: vec![signed] };
        assert!(note.check(&[key.verifier()]).is_ok());
    }
}

#[test]
fn the_example_of_the_signed_note_verifies_and_its_key_has_its_number() {
    let key = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    let text = "This is an example message.\n\n\u{2014} example.com/foo \
        Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    let known = VerifierKey::read(key).unwrap();
    assert_eq!(known.key_id(), [0x53, 0x0d, 0x90, 0x3a]);
    assert_eq!(known.to_string(), key);
    let note = Note::read(text).unwrap();
    assert_eq!(note.to_string(), text);
    assert_eq!(note.check(&[known]).unwrap()[0].name, "example.com/foo");
}

/// The first example of the text on signed notes: letters beyond ASCII, and an empty line within what is signed.
#[test]
fn a_signed_text_may_hold_empty_lines_and_any_letters() {
    let text = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned \u{e8} subito sera.\n\n\
        \u{2014} quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";
    let note = Note::read(text).unwrap();
    assert!(note.text.ends_with("subito sera.\n"));
    assert_eq!(note.to_string(), text);
}

const REAL: &str = "arche2025h1.staging.ct.transparency.dev\n\
    1432088532\n\
    U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\
    \n\
    \u{2014} arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=\n\
    \u{2014} arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=\n\
    \u{2014} transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==\n\
    \u{2014} witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==\n\
    \u{2014} remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n\
    \u{2014} witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==\n";

const REAL_LOG: &str =
    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f";

const REAL_WITNESSES: [&str; 4] = [
    "transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM",
    "witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO",
    "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
    "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv",
];

#[test]
fn a_real_checkpoint_verifies_with_its_log_and_its_four_witnesses() {
    let note = Note::read(REAL).unwrap();
    assert_eq!(note.to_string(), REAL);
    assert_eq!(Checkpoint::read(&note.text).unwrap().size, 1_432_088_532);
    let keys = core::iter::once(REAL_LOG).chain(REAL_WITNESSES).map(|key| VerifierKey::read(key).unwrap());
    let verified = note.check(&keys.collect::<Vec<_>>()).unwrap();
    let times: Vec<Option<u64>> = verified.iter().map(|verified| verified.time).collect();
    assert_eq!(times, [None, Some(0x6a12_2120), Some(0x6a12_2120), Some(0x6a12_2120), Some(0x6a12_2120)]);
}

#[test]
fn a_real_checkpoint_of_another_size_verifies_with_none_of_its_keys() {
    let note = Note::read(&REAL.replace("1432088532", "1432088533")).unwrap();
    for key in core::iter::once(REAL_LOG).chain(REAL_WITNESSES) {
        assert!(note.check(&[VerifierKey::read(key).unwrap()]).is_err(), "{key}");
    }
}

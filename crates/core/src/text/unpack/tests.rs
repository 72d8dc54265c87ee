use std::io::{self, Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;
use crate::text::source::Memory;

const MANY: u64 = 1 << 30;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

fn zstd(text: &[u8]) -> Vec<u8> {
    compress_to_vec(text, CompressionLevel::Fastest)
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        if name.ends_with('/') {
            writer.add_directory(*name, SimpleFileOptions::default()).expect("memory takes all");
        } else {
            let method = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
            writer.start_file(*name, method).expect("memory takes all");
            writer.write_all(text).expect("memory takes all");
        }
    }
    writer.finish().expect("memory takes all").into_inner()
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

/// Rows that do not all look alike.
fn rows(count: usize) -> Vec<u8> {
    let row = |number: usize| {
        let noise = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        format!("2026-11-02T08:00:00Z,{noise:016x},J\u{fc}rgen,Browser\n")
    };
    (0..count).map(row).collect::<String>().into_bytes()
}

/// Unpacks what the first bytes say.
fn text_of(bytes: &[u8], limit: u64) -> Result<(Text, Vec<u8>), Refusal> {
    let packing = match Wrapping::from_head(&bytes[..bytes.len().min(HEAD_BYTES)])? {
        Wrapping::Plain | Wrapping::Encoded(_) => Packing::None,
        Wrapping::Packed(packing) => packing,
    };
    let mut out = Vec::new();
    let text = unpack(packing, &mut { bytes }, limit, &mut out)?;
    assert_eq!(text.length, out.len() as u64, "the length is what was written");
    Ok((text, out))
}

#[track_caller]
fn check(bytes: &[u8], packing: Packing, encoding: Encoding, is_cut: bool, expect: &[u8]) {
    let (text, out) = text_of(bytes, MANY).expect("it unpacks");
    assert_eq!((text.packing, text.encoding, text.is_cut), (packing, encoding, is_cut));
    assert!(out == expect, "{} bytes instead of {}", out.len(), expect.len());
}

#[track_caller]
fn refused(bytes: &[u8], words: &str) {
    let why = text_of(bytes, MANY).map(|(text, _)| text).map_err(|refusal| refusal.to_string());
    assert!(why.as_ref().is_err_and(|why| why.contains(words)), "{why:?}");
}

#[test]
fn streams_of_one_and_of_several_members() {
    let text = rows(50_000);
    let (first, second) = text.split_at(1_234_567);
    for (pack, packing) in [(gzip as fn(&[u8]) -> Vec<u8>, Packing::Gzip), (zstd, Packing::Zstd)] {
        check(&pack(&text), packing, Encoding::Utf8, false, &text);
        check(&[pack(first), pack(b""), pack(second)].concat(), packing, Encoding::Utf8, false, &text);
        check(&pack(b""), packing, Encoding::Utf8, false, b"");
    }
    check(&[gzip(&text), vec![0; 700_000]].concat(), Packing::Gzip, Encoding::Utf8, false, &text);
    let skipped = [&[0x53, 0x2a, 0x4d, 0x18, 5, 0, 0, 0][..], b"notes"].concat();
    let frames = [&skipped[..], &zstd(first), &skipped, &zstd(second), &skipped].concat();
    check(&frames, Packing::Zstd, Encoding::Utf8, false, &text);
}

#[test]
fn what_stands_behind_a_stream_is_not_passed_over() {
    refused(&[gzip(b"a,b\n"), b"a,b\n".to_vec()].concat(), "no gzip");
    refused(&[zstd(b"a,b\n"), b"a,b\n".to_vec()].concat(), "broken zstd file");
}

#[test]
fn of_a_truncated_stream_what_came_before_counts() {
    let text = rows(50_000);
    let after = [b"x\n", &text[..]].concat();
    let twice = [gzip(b"x\n"), gzip(&text)].concat();
    for (packed, expect) in [(gzip(&text), &text), (zstd(&text), &text), (twice, &after)] {
        for cut in [6, 12, packed.len() / 2, packed.len() - 9, packed.len() - 1] {
            let (found, out) = text_of(&packed[..cut], MANY).expect("what came before counts");
            assert!(found.is_cut, "cut at {cut} of {}", packed.len());
            assert!(expect.starts_with(&out), "cut at {cut}: it is the front");
            assert!(cut < 100 || out.len() * 5 > text.len() * 2, "cut at {cut}: only {} bytes", out.len());
        }
    }
}

/// `printf 'hello\n%.0s' {1..20000} | zstd -19 --no-check` and `zstd -1 --check`, as the reference implementation writes them.
const HELLO: [&[u8]; 2] = [
    b"\x28\xb5\x2f\xfd\x00\x68\x75\x00\x00\x30\x68\x65\x6c\x6c\x6f\x0a\x01\x00\xb7\xd4\xc9\x4b\x11",
    b"\x28\xb5\x2f\xfd\x04\x48\x75\x00\x00\x30\x68\x65\x6c\x6c\x6f\x0a\x01\x00\xb7\xd4\xc9\x4b\x11\x4e\x44\x09\x3c",
];

#[test]
fn frames_of_the_reference_implementation() {
    let text = b"hello\n".repeat(20_000);
    for (frame, before_the_cut) in HELLO.into_iter().zip([&b""[..], &text]) {
        check(frame, Packing::Zstd, Encoding::Utf8, false, &text);
        check(&frame[..frame.len() - 1], Packing::Zstd, Encoding::Utf8, true, before_the_cut);
    }
    let mut damaged = HELLO[1].to_vec();
    *damaged.last_mut().expect("a checksum") ^= 1;
    refused(&damaged, "its checksum does not match");
}

#[test]
fn damage_is_told_from_a_cut() {
    let text = rows(20_000);
    for packed in [gzip(&text), zstd(&text)] {
        let mut damaged = packed.clone();
        let last = damaged.len() - 6;
        damaged[last] ^= 0x10;
        refused(&damaged, "; fetch it again, or pack it again");
    }
    let mut header = gzip(&text);
    header[2] = 7;
    refused(&header, "broken gzip file");
}

#[test]
fn the_limit_holds_within_bounded_time_and_memory() {
    let zeros = vec![b'0'; 80 << 20];
    for bomb in [gzip(&zeros), zstd(&zeros)] {
        let mut out = Vec::new();
        let packing = Packing::from_head(&bomb);
        let why = unpack(packing, &mut &*bomb, 1 << 20, &mut out).expect_err("it is too large");
        assert!(
            why.to_string()
                .contains("past the limit of 1 MiB; if you trust it, allow more with --max-inflate")
        );
        assert!(out.len() <= 1 << 20, "nothing past the limit is written");
        assert!(
            unpack(packing, &mut &*bomb, 80 << 20, &mut io::sink()).is_ok(),
            "the limit itself is allowed"
        );
    }
    assert_eq!([0, 1 << 20, 1 << 40].map(default_limit), [64 << 20, 1000 << 20, 16 << 30]);
}

#[test]
fn encodings() {
    let text = "Date (UTC),User\n2026-11-02,J\u{fc}rgen \u{1f511} \u{4e2d}\u{6587}\n".repeat(40_000);
    let (little, big) = (utf16(&text, u16::to_le_bytes), utf16(&text, u16::to_be_bytes));
    let bytes = text.as_bytes();
    let none = Packing::None;
    check(&[&[0xff, 0xfe], &little[..]].concat(), none, Encoding::Utf16Le, false, bytes);
    check(&[&[0xfe, 0xff], &big[..]].concat(), none, Encoding::Utf16Be, false, bytes);
    check(&little, none, Encoding::Utf16Le, false, bytes);
    check(&big, none, Encoding::Utf16Be, false, bytes);
    check(&[&[0xff, 0xfe], &little[..], b"x"].concat(), none, Encoding::Utf16Le, true, bytes);
    check(&gzip(&[&[0xff, 0xfe], &little[..]].concat()), Packing::Gzip, Encoding::Utf16Le, false, bytes);
    let marked = [b"\xef\xbb\xbf", bytes].concat();
    check(&gzip(&marked), Packing::Gzip, Encoding::Utf8, false, &marked);
}

#[test]
fn half_letters_become_no_text_instead_of_another_text() {
    let lone = [utf16("\u{feff}a,", u16::to_le_bytes), vec![0x3d, 0xd8], utf16("b\n", u16::to_le_bytes)];
    check(&lone.concat(), Packing::None, Encoding::Utf16Le, false, b"a,\xffb\n");
    let low = [utf16("\u{feff}a,", u16::to_be_bytes), vec![0xdc, 0x00], utf16("b\n", u16::to_be_bytes)];
    check(&low.concat(), Packing::None, Encoding::Utf16Be, false, b"a,\xffb\n");
    let at_the_end = [utf16("\u{feff}a,b\n", u16::to_le_bytes), vec![0x3d, 0xd8]].concat();
    check(&at_the_end, Packing::None, Encoding::Utf16Le, true, b"a,b\n");
}

#[test]
fn windows_1252_is_guessed_where_it_is_no_utf_8() {
    let guessed = |bytes: &[u8], expect: &str| {
        check(bytes, Packing::None, Encoding::Windows1252, false, expect.as_bytes());
    };
    guessed(b"User\nJ\xfcrgen \x80 \x93x\x94\n", "User\nJ\u{fc}rgen \u{20ac} \u{201c}x\u{201d}\n");
    guessed(b"User\nJos\xe9", "User\nJos\u{e9}");
    guessed(
        &[b"User\n".repeat(9_000), b"\xc4rzte\n".to_vec()].concat(),
        &("User\n".repeat(9_000) + "\u{c4}rzte\n"),
    );
    let is_plain = |bytes: &[u8]| Wrapping::from_head(bytes).expect("it is known") == Wrapping::Plain;
    assert!(is_plain("User\nJ\u{fc}rgen\n".as_bytes()));
    assert!(is_plain(b"\xef\xbb\xbfUser\nJ\xfcrgen\n"), "the mark says UTF-8, so that the row is damaged");
    let mostly = ["User\nJ\u{fc}rgen\nZo\u{eb}\n".as_bytes(), b"J\xfcrgen\n"].concat();
    assert!(is_plain(&mostly), "one damaged row does not make nonsense of every name");
    let mut late = rows(40_000);
    late.extend(b"J\xfcrgen\n");
    assert!(late.len() > HEAD_BYTES && is_plain(&late[..HEAD_BYTES]), "only the front decides");
    let split = (0..4).map(|lead| ["x".repeat(HEAD_BYTES - 2 - lead), "\u{1f511}".repeat(2)].concat());
    split.for_each(|text| assert!(is_plain(&text.as_bytes()[..HEAD_BYTES]), "a letter that the front cuts"));
    assert!(is_plain(b"\x7fELF\x01\x02\xff"), "no text is left to be told so");
}

#[test]
fn packings_within_packings_and_those_that_are_not_read() {
    refused(&gzip(&gzip(b"a,b\n")), "archive within an archive (gzip)");
    refused(&gzip(&zip(&[("a.csv", b"a,b\n")])), "archive within an archive (zip)");
    refused(&zstd(b"BZh91AY&SY"), "archive within an archive (bzip2)");
    let mut tar = vec![b'a'; 512];
    tar[257..262].copy_from_slice(b"ustar");
    refused(&gzip(&tar), "archive within an archive (tar)");
    refused(&tar, "in a way that is not read (tar)");
    refused(b"\xfd7zXZ\0rest", "in a way that is not read (xz)");
    refused(&gzip(b"\x7fELF\x01\x02\x03\n"), "no text");
}

/// A member's name, and its text or why there is none.
type Unpacked = (String, Result<String, String>);

/// Every member that unpacks with its text, and every other with the reason.
fn members_of(bytes: &[u8], limit: u64) -> Result<Vec<Unpacked>, Refusal> {
    let source = Memory::new("x.zip", bytes);
    let mut archive = Archive::open(&source, limit)?;
    let members = archive.members()?;
    let texts = members.into_iter().map(|member| {
        let mut out = Vec::new();
        let text = archive.unpack(&member, &mut out);
        let text = text.map(|_| String::from_utf8(out).expect("UTF-8")).map_err(|why| why.to_string());
        (member.name, text)
    });
    Ok(texts.collect())
}

#[test]
fn members_of_an_archive() {
    let wide = utf16("\u{feff}a,\u{fc}\n", u16::to_le_bytes);
    let packed = gzip(b"a,b\n");
    let bytes = zip(&[
        ("logs/", b""),
        ("logs/a.csv", b"a,b\n"),
        ("logs/wide.csv", &wide),
        ("empty.csv", b""),
        ("inner.zip", &zip(&[("a.csv", b"a,b\n")])),
        ("b.csv.gz", &packed),
        ("photo.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("__MACOSX/logs/._a.csv", b"\0\x05\x16\x07"),
        (".DS_Store", b"\0\0\0\x01Bud1"),
        ("../../etc/passwd.csv", b"c,d\n"),
    ]);
    let found = members_of(&bytes, MANY).expect("it opens");
    let texts: Vec<_> =
        found.iter().map(|(name, text)| (name.as_str(), text.as_deref().map_err(String::as_str))).collect();
    let nested =
        |name: &str| format!("it is an archive within an archive ({name}); unpack the outer one first");
    assert_eq!(
        texts,
        [
            ("logs/a.csv", Ok("a,b\n")),
            ("logs/wide.csv", Ok("a,\u{fc}\n")),
            ("empty.csv", Ok("")),
            ("inner.zip", Err(nested("zip").as_str())),
            ("b.csv.gz", Err(nested("gzip").as_str())),
            ("photo.png", Err("it holds no text (binary data)")),
            ("../../etc/passwd.csv", Ok("c,d\n")),
        ]
    );
    assert_eq!(members_of(&zip(&[]), MANY).expect("it opens"), []);
}

#[test]
fn archives_that_are_not_sound() {
    let whole = zip(&[("a.csv", &rows(1000)), ("b.csv", b"a,b\n")]);
    let refused = |bytes: &[u8], words: &str| {
        let why = members_of(bytes, MANY).expect_err("it does not open").to_string();
        assert!(why.contains(words), "{why}");
    };
    refused(&whole[..whole.len() / 2], "broken zip file");
    refused(b"PK\x03\x04", "broken zip file");
    refused(&zip(&[("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")]), "Excel workbook");
    let mut damaged = whole.clone();
    damaged[2_000] ^= 0x55;
    let found = members_of(&damaged, MANY).expect("its directory is whole");
    assert!(found[0].1.as_ref().is_err_and(|why| why.contains("broken zip file")), "{:?}", found[0].1);
    assert_eq!(found[1].1.as_deref(), Ok("a,b\n"), "the other is sound");
}

#[test]
fn members_share_one_limit() {
    let zeros = vec![b'0'; 3 << 20];
    let bytes = zip(&[("a.csv", &zeros), ("b.csv", &zeros), ("c.csv", b"x\n")]);
    let found = members_of(&bytes, 4 << 20).expect("its directory is whole");
    assert!(found[0].1.is_ok());
    assert!(found[1].1.as_ref().is_err_and(|why| why.contains("past the limit of 4 MiB")));
    assert!(members_of(&bytes, 7 << 20).expect("it opens").iter().all(|(_, text)| text.is_ok()));
}

mod hostile {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn packings() -> impl Strategy<Value = Vec<u8>> {
        let text = rows(300);
        let wide = [&[0xff, 0xfe][..], &utf16(&String::from_utf8_lossy(&text), u16::to_le_bytes)].concat();
        proptest::sample::select(vec![
            gzip(&text),
            zstd(&text),
            zip(&[("a.csv", &text), ("b.csv", b"x\n")]),
            wide,
        ])
    }

    fn none_panics(bytes: &[u8]) {
        let _ = text_of(bytes, 1 << 20);
        let _ = members_of_lossy(bytes);
    }

    fn members_of_lossy(bytes: &[u8]) -> Result<(), Refusal> {
        let source = Memory::new("x.zip", bytes);
        let mut archive = Archive::open(&source, 1 << 20)?;
        for member in archive.members()? {
            let _ = archive.unpack(&member, &mut io::sink());
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn damaged_packings(
            mut bytes in packings(),
            damage in vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
            cut in any::<prop::sample::Index>(),
        ) {
            for (place, byte) in damage {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
            none_panics(&bytes);
            none_panics(&bytes[..cut.index(bytes.len())]);
        }

        #[test]
        fn bytes_of_any_kind(front in 0_usize..5, rest in vec(any::<u8>(), 0..200)) {
            let front: &[u8] = [b"" as &[u8], b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"\xff\xfe"][front];
            none_panics(&[front, &rest].concat());
        }
    }
}

//! What is kept of a photo: a JPEG file (ITU-T T.81) as a browser's canvas writes it, and of that only what a picture
//! needs. The browser scales photos and writes them anew, which leaves out where and with what they were taken; what
//! a modified client, or a talkative browser, puts beside the picture is left out here.

use kaifong_domain::call::CallRefusal;

use crate::access::call::Refused;

/// The largest photo, in bytes.
pub(super) const LARGEST: usize = 2 * 1024 * 1024;
/// The longest side, in pixels.
const SIDE: u16 = 4_096;

/// A file is not such a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPhoto {
    /// It is too large.
    #[error("the photo is too large")]
    TooLarge,
    /// It is no JPEG file, or not a whole one.
    #[error("not a JPEG file")]
    Other,
}

impl From<NotAPhoto> for Refused {
    fn from(why: NotAPhoto) -> Self {
        match why {
            NotAPhoto::TooLarge => CallRefusal::TooLarge.into(),
            NotAPhoto::Other => CallRefusal::BadPhoto.into(),
        }
    }
}

/// A file with nothing in it but a picture.
pub(super) fn clean(file: &[u8]) -> Result<Vec<u8>, NotAPhoto> {
    if file.len() > LARGEST {
        return Err(NotAPhoto::TooLarge);
    }
    let mut rest = file.strip_prefix(&[0xff, 0xd8]).ok_or(NotAPhoto::Other)?;
    let (mut kept, mut has_frame, mut has_picture) = (vec![0xff, 0xd8], false, false);
    loop {
        let [0xff, marker, after @ ..] = rest else { return Err(NotAPhoto::Other) };
        // The end. What follows it is not the picture.
        if *marker == 0xd9 && has_picture {
            kept.extend([0xff, 0xd9]);
            return Ok(kept);
        }
        let [high, low, after @ ..] = after else { return Err(NotAPhoto::Other) };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let body = length.checked_sub(2).and_then(|length| after.get(..length)).ok_or(NotAPhoto::Other)?;
        let mut end = 2 + length;
        let is_needed = match marker {
            // The frame: its height and width come after one byte of precision.
            0xc0..=0xc2 if !has_frame => {
                let [_, h1, h2, w1, w2, ..] = body else { return Err(NotAPhoto::Other) };
                let sides = [u16::from_be_bytes([*h1, *h2]), u16::from_be_bytes([*w1, *w2])];
                if sides.iter().any(|side| !(1..=SIDE).contains(side)) {
                    return Err(NotAPhoto::TooLarge);
                }
                has_frame = true;
                true
            }
            // A scan, and the picture's bytes up to the next marker.
            0xda if has_frame => {
                has_picture = true;
                end += scan(&after[body.len()..]);
                true
            }
            // Tables, JFIF, colour profiles, and whether there is a colour transform.
            0xc4 | 0xdb | 0xdd | 0xe0 | 0xe2 => true,
            0xee => body.starts_with(b"Adobe") && body.len() == 12,
            // Exif and XMP, Photoshop's, everybody else's, and comments.
            0xe1 | 0xe3..=0xed | 0xef | 0xfe => false,
            _ => return Err(NotAPhoto::Other),
        };
        let segment = rest.get(..end).ok_or(NotAPhoto::Other)?;
        if is_needed {
            kept.extend_from_slice(segment);
        }
        rest = &rest[end..];
    }
}

/// How many bytes of a scan stand before the next marker: in it, 0xff is followed by 0, or by a restart's number.
fn scan(bytes: &[u8]) -> usize {
    let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7);
    bytes.windows(2).position(is_marker).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], length.as_slice(), body].concat()
    }

    /// A file with these segments before its picture.
    fn jpeg(segments: &[(u8, &[u8])]) -> Vec<u8> {
        let frame = segment(0xc0, &[8, 0, 16, 0, 16, 1, 1, 0x11, 0]);
        let before: Vec<u8> = segments.iter().flat_map(|(marker, body)| segment(*marker, body)).collect();
        let picture = [0x12, 0xff, 0, 0x34, 0xff, 0xd0, 0x56];
        let scan = [segment(0xda, &[1, 1, 0, 0, 63, 0]), picture.to_vec()].concat();
        [&[0xff, 0xd8], before.as_slice(), &frame, &scan, &segment(0xc4, &[0]), &scan, &[0xff, 0xd9]].concat()
    }

    #[test]
    fn only_a_picture_is_kept() {
        let plain = jpeg(&[(0xe0, b"JFIF\0")]);
        assert_eq!(clean(&plain).as_ref(), Ok(&plain), "of several scans");
        let told = jpeg(&[(0xe0, b"JFIF\0"), (0xe1, b"Exif\0\0 at home"), (0xfe, b"mine"), (0xee, b"other")]);
        assert_eq!(clean(&told).as_ref(), Ok(&plain));
        let trailed = [plain.as_slice(), b"PK\x03\x04"].concat();
        assert_eq!(clean(&trailed).as_ref(), Ok(&plain));
        let adobe = jpeg(&[(0xee, b"Adobe\0\x64\0\0\0\0\x01")]);
        assert_eq!(clean(&adobe).as_ref(), Ok(&adobe));
    }

    #[test]
    fn what_is_no_picture_is_not_kept() {
        let plain = jpeg(&[]);
        for (file, why) in [
            (b"GIF89a".to_vec(), NotAPhoto::Other),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), NotAPhoto::Other),
            (vec![0xff, 0xd8, 0xff, 0xd9], NotAPhoto::Other),
            (plain[..plain.len() - 1].to_vec(), NotAPhoto::Other),
            (plain[..12].to_vec(), NotAPhoto::Other),
            (jpeg(&[(0xc2, &[8, 0xff, 0xff, 0, 16, 1, 1, 0x11, 0])]), NotAPhoto::TooLarge),
            (vec![0; LARGEST + 1], NotAPhoto::TooLarge),
        ] {
            assert_eq!(clean(&file), Err(why), "{:?}", &file[..file.len().min(40)]);
        }
    }

    #[test]
    fn no_file_is_read_past_its_end() {
        let plain = jpeg(&[(0xe0, b"JFIF\0")]);
        for at in 2..plain.len() {
            for byte in [0, 1, 0x7f, 0xff] {
                let mut file = plain.clone();
                file[at] = byte;
                let _ = clean(&file);
            }
        }
    }
}

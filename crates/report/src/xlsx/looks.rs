//! How cells look: formats, and the colours of what words and series mean.

use entrasift_core::Zone;
use entrasift_rollout::answer::Tone;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// How cells look.
pub(super) struct Looks {
    /// The zone of times.
    pub(super) zone: Zone,
    pub(super) plain: Format,
    pub(super) title: Format,
    pub(super) strong: Format,
    pub(super) soft: Format,
    pub(super) header: Format,
    pub(super) header_right: Format,
    pub(super) count: Format,
    pub(super) share: Format,
    pub(super) code: Format,
    pub(super) time: Format,
    pub(super) day: Format,
    pub(super) quoted: Format,
}

impl Looks {
    /// The looks of a workbook whose times are in this zone.
    pub(super) fn new(zone: Zone) -> Looks {
        let plain = Format::new().set_align(FormatAlign::Top);
        let header = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00E8_EDF5))
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(Color::RGB(0x009A_A7BB));
        Looks {
            zone,
            title: Format::new().set_bold().set_font_size(16),
            strong: Format::new().set_bold(),
            soft: Format::new().set_font_color(Color::RGB(0x0059_657A)),
            header_right: header.clone().set_align(FormatAlign::Right),
            header,
            count: plain.clone().set_num_format("#,##0"),
            share: plain.clone().set_num_format("0.0 %"),
            code: plain.clone().set_num_format("0").set_align(FormatAlign::Left),
            time: plain.clone().set_num_format("yyyy-mm-dd hh:mm").set_align(FormatAlign::Left),
            day: plain.clone().set_num_format("yyyy-mm-dd"),
            quoted: plain.clone().set_quote_prefix(),
            plain,
        }
    }
}

/// The fill and the ink of a tone.
pub(super) fn tint(tone: Tone) -> Option<(Color, Color)> {
    match tone {
        Tone::Plain => None,
        Tone::Good => Some((Color::RGB(0x00DF_F2E7), Color::RGB(0x0012_6B3E))),
        Tone::Warn => Some((Color::RGB(0x00FD_EED5), Color::RGB(0x008A_5000))),
        Tone::Bad => Some((Color::RGB(0x00FC_E1E3), Color::RGB(0x00A5_1D29))),
        Tone::Dim => Some((Color::RGB(0x00ED_F0F4), Color::RGB(0x0059_657A))),
    }
}

/// The colour of a series.
pub(super) fn colour(tone: Tone) -> Color {
    match tone {
        Tone::Plain => Color::RGB(0x004B_78DD),
        Tone::Good => Color::RGB(0x005B_B98B),
        Tone::Warn => Color::RGB(0x00E8_A33D),
        Tone::Bad => Color::RGB(0x00DC_4C56),
        Tone::Dim => Color::RGB(0x00B3_BDCC),
    }
}

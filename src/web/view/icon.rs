//! Our icons: small strokes on a 16 by 16 grid, drawn in the colour of the text around them.

/// An icon. Each is drawn beside a word, so all are hidden from assistive technology.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// The mark of the product: a clock that is a tick.
    Brand,
    /// A list of tickets.
    Queue,
    /// A person.
    Person,
    /// Several people.
    People,
    /// A clock that runs.
    Clock,
    /// A clock that stands still.
    Pause,
    /// Done, in time.
    Check,
    /// Missed.
    Cross,
    /// Look here.
    Alert,
    /// A bell that rings for the person on call.
    Bell,
    /// A bar chart.
    Chart,
    /// A letter.
    Mail,
    /// A tray with incoming mail.
    Inbox,
    /// A sheet of an agreement.
    Contract,
    /// A house with offices.
    Building,
    /// A paper clip.
    Clip,
    /// A magnifying glass.
    Search,
    /// A plus sign.
    Plus,
    /// A half moon.
    Moon,
    /// An arrow into a tray.
    Download,
    /// A dash: nothing here.
    Dash,
    /// More below.
    Down,
    /// A key for a program.
    Key,
}

impl Icon {
    /// The strokes.
    fn path(self) -> &'static str {
        match self {
            Self::Brand => "M13.6 5.2A6.5 6.5 0 1 0 14.5 8M5 7.6l2.6 2.6L14 3.4",
            Self::Queue => "M2.5 4h11M2.5 8h11M2.5 12h7",
            Self::Person => "M8 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 13.5c.4-2.6 2.4-4 5-4s4.6 1.4 5 4",
            Self::People => {
                "M6 7.5a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6zM1.5 13.2c.3-2.3 2.1-3.6 4.5-3.6s4.2 1.3 4.5 3.6M10.5 3.2a2.2 2.2 0 0 1 0 4.1M12 9.9c1.4.5 2.3 1.7 2.5 3.3"
            }
            Self::Clock => "M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM8 4.8V8l2.2 1.6",
            Self::Pause => "M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM6.5 5.9v4.2M9.5 5.9v4.2",
            Self::Check => "M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM5.4 8.2l1.8 1.8 3.5-3.8",
            Self::Cross => "M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM6 6l4 4M10 6l-4 4",
            Self::Alert => "M8 2.2 14.3 13H1.7L8 2.2zM8 6.4v3M8 11.2v.1",
            Self::Bell => "M4 11.5V7a4 4 0 0 1 8 0v4.5l1.2 1H2.8l1.2-1zM6.7 14.2h2.6",
            Self::Chart => "M2.5 13.5h11M4.5 13.5V8M8 13.5v-11M11.5 13.5V6",
            Self::Mail => "M2 3.8h12v8.4H2zM2.2 4.2 8 8.8l5.8-4.6",
            Self::Inbox => "M2 9.5 4 3h8l2 6.5V13H2V9.5zM2 9.5h3.5l.8 1.5h3.4l.8-1.5H14",
            Self::Contract => "M4 1.8h5.5L12.5 5v9.2H4zM9.3 2v3.2h3M6 8h4.5M6 10.7h4.5",
            Self::Building => "M3 14V2.5h7V14M10 6.5h3V14M1.8 14h12.4M5.3 5.2h2.4M5.3 8h2.4M5.3 10.8h2.4",
            Self::Clip => {
                "M12.8 7.5 7.7 12.6a3 3 0 0 1-4.3-4.3l5.4-5.3a2 2 0 0 1 2.9 2.8l-5.4 5.4a1 1 0 0 1-1.5-1.4l4.8-4.8"
            }
            Self::Search => "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.4 10.4l3.3 3.3",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Moon => "M13 9.8A5.6 5.6 0 0 1 6.2 3a5.6 5.6 0 1 0 6.8 6.8z",
            Self::Download => "M8 2.5v7.3M5 7l3 3 3-3M2.8 13.3h10.4",
            Self::Dash => "M4 8h8",
            Self::Down => "M4 6l4 4 4-4",
            Self::Key => "M5 11.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM7.8 9h6.4v2.6M11.6 9v2",
        }
    }

    /// The icon as SVG, safe to put into a page as it is.
    #[must_use]
    pub fn svg(self) -> String {
        format!(
            r#"<svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="{}"/></svg>"#,
            self.path()
        )
    }
}

/// Bars that fill up with the rank of a severity: 0, the most severe, is a filled mark with an exclamation.
#[must_use]
pub fn severity_svg(rank: usize) -> String {
    let body = if rank == 0 {
        r#"<rect x="1.5" y="1.5" width="13" height="13" rx="3.5" fill="currentColor"/><path d="M8 4.5v4.2M8 11.3v.2" class="cut" stroke-width="1.8" stroke-linecap="round"/>"#.to_owned()
    } else {
        let filled = 4_usize.saturating_sub(rank).min(3);
        [(2, 10, 4), (6, 6, 8), (10, 2, 12)]
            .iter()
            .enumerate()
            .map(|(position, (x, y, height))| {
                let opacity = if position < filled { "1" } else { "0.25" };
                format!(r#"<rect x="{x}" y="{y}" width="3.2" height="{height}" rx="1" fill="currentColor" opacity="{opacity}"/>"#)
            })
            .collect()
    };
    format!(r#"<svg width="16" height="16" viewBox="0 0 16 16" fill="none" aria-hidden="true">{body}</svg>"#)
}

//! Bars as SVG. Colours are classes of the stylesheet, so that a chart follows the theme; what is broken has a dashed
//! edge too, so that nobody has to tell colours apart.

use plotters::prelude::*;

use crate::web::error::WebError;

/// What a part of a bar stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Promises kept.
    Kept,
    /// Promises broken.
    Broken,
    /// Anything that is neither good nor bad.
    Plain,
}

/// One bar, of parts from the bottom up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What stands under it.
    pub label: String,
    /// What it is made of.
    pub parts: Vec<(Part, i64)>,
}

/// A shape in which a chart is drawn. Each is drawn in both, and the stylesheet shows the one that fits its place, so
/// that letters can be read on a phone too.
struct Shape {
    class: &'static str,
    size: (u32, u32),
    letters: u32,
    margin_left: u32,
}

const BROAD: Shape = Shape { class: "chart broad", size: (880, 230), letters: 13, margin_left: 44 };
const SLIM: Shape = Shape { class: "chart slim", size: (340, 190), letters: 11, margin_left: 32 };

/// No bar is wider, however few there are.
const WIDEST_BAR: u32 = 64;
/// How many lines the scale has at most, beside its foot.
const SCALE_LINES: i64 = 4;

/// The drawing library knows colours only; each of these stands for a class and is replaced by it.
const TEXT: RGBColor = RGBColor(1, 0, 0);
const LINE: RGBColor = RGBColor(2, 0, 0);

impl Part {
    fn colour(self) -> RGBColor {
        match self {
            Self::Kept => RGBColor(3, 0, 0),
            Self::Broken => RGBColor(4, 0, 0),
            Self::Plain => RGBColor(5, 0, 0),
        }
    }
}

const CLASSES: [(&str, &str); 6] = [
    ("fill=\"#010000\"", "class=\"chart-text\""),
    ("stroke=\"#020000\"", "class=\"chart-line\""),
    ("fill=\"#020000\"", "class=\"chart-line\""),
    ("fill=\"#030000\"", "class=\"chart-kept\""),
    ("fill=\"#040000\"", "class=\"chart-broken\""),
    ("fill=\"#050000\"", "class=\"chart-plain\""),
];

/// The chart, named for those who hear it; the numbers stand in a table beside it.
///
/// # Errors
/// [`WebError::Internal`] where the drawing fails, which no numbers can cause.
pub fn bar_chart(name: &str, bars: &[Bar]) -> Result<String, WebError> {
    let name = name.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let mut both = String::new();
    for shape in [BROAD, SLIM] {
        let mut svg = String::new();
        draw(&mut svg, &shape, bars).map_err(WebError::internal)?;
        for (colour, class) in CLASSES {
            svg = svg.replace(colour, class);
        }
        let opening = format!("<svg class=\"{}\" role=\"img\" aria-label=\"{name}\" ", shape.class);
        both.push_str(&svg.replacen("<svg ", &opening, 1));
    }
    Ok(both)
}

fn draw(svg: &mut String, shape: &Shape, bars: &[Bar]) -> Result<(), Box<dyn std::error::Error>> {
    let root = SVGBackend::with_string(svg, shape.size).into_drawing_area();
    let scale =
        scale(bars.iter().map(|bar| bar.parts.iter().map(|(_, count)| count).sum()).max().unwrap_or(0));
    let top = scale.last().copied().unwrap_or(1);
    let slot = (shape.size.0 - shape.margin_left) / u32::try_from(bars.len().max(1)).unwrap_or(u32::MAX);
    let every = labelled(bars, slot, shape.letters);
    let mut chart = ChartBuilder::on(&root)
        .margin_top(10)
        .margin_bottom(2)
        .margin_right(2)
        .x_label_area_size(26)
        .y_label_area_size(shape.margin_left)
        // A range of segments holds its end too.
        .build_cartesian_2d(
            (0..bars.len().saturating_sub(1)).into_segmented(),
            (0..top).with_key_points(scale),
        )?;
    let label = |place: &SegmentValue<usize>| match place {
        SegmentValue::CenterOf(place) | SegmentValue::Exact(place) if place % every == 0 => {
            bars.get(*place).map(|bar| bar.label.clone()).unwrap_or_default()
        }
        _ => String::new(),
    };
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(bars.len())
        .x_label_formatter(&label)
        .axis_style(LINE)
        .bold_line_style(LINE)
        .light_line_style(TRANSPARENT)
        .label_style(("sans-serif", shape.letters).into_font().color(&TEXT))
        .draw()?;
    let gap = (slot.saturating_sub(WIDEST_BAR) / 2).max(slot / 8).max(1);
    for (place, bar) in bars.iter().enumerate() {
        let mut foot = 0;
        for (part, count) in bar.parts.iter().filter(|(_, count)| *count > 0) {
            let corners =
                [(SegmentValue::Exact(place), foot), (SegmentValue::Exact(place + 1), foot + count)];
            let mut block = Rectangle::new(corners, part.colour().filled());
            block.set_margin(0, 0, gap, gap);
            chart.draw_series([block])?;
            foot += count;
        }
    }
    root.present()?;
    Ok(())
}

/// The lines of a scale that ends at or above a number, in round steps (1, 2, 5, 10, 20 ...): its foot, and up to
/// [`SCALE_LINES`] above it.
fn scale(highest: i64) -> Vec<i64> {
    let mut steps = (0..18).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_i64.pow(power)));
    let step = steps.find(|step| step * SCALE_LINES >= highest).unwrap_or(highest);
    let lines = (highest.max(1) + step - 1) / step;
    (0..=lines).map(|line| line * step).collect()
}

/// Every how many bars have a label, so that no two labels touch. A letter is three fifths as wide as high.
fn labelled(bars: &[Bar], slot: u32, letters: u32) -> usize {
    let width = |bar: &Bar| bar.label.chars().count() * usize::try_from(letters).unwrap_or(0) * 3 / 5;
    let pairs = bars.iter().zip(bars.iter().skip(1));
    let widest = pairs.map(|(one, next)| usize::midpoint(width(one), width(next)) + 4).max().unwrap_or(0);
    widest.div_ceil(usize::try_from(slot).unwrap_or(1).max(1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_has_a_block_for_each_part_and_no_colour_of_its_own() {
        let bars = [
            Bar { label: "Oct".to_owned(), parts: vec![(Part::Kept, 7), (Part::Broken, 2)] },
            Bar { label: "Nov".to_owned(), parts: vec![(Part::Kept, 3), (Part::Broken, 0)] },
        ];
        let svg = bar_chart("Kept & \"broken\"", &bars).unwrap();
        // Each is drawn twice: broad and slim.
        assert_eq!(svg.matches("chart-kept").count(), 4);
        assert_eq!(svg.matches("chart-broken").count(), 2);
        assert!(svg.contains("aria-label=\"Kept &amp; &quot;broken&quot;\""), "{svg}");
        assert!(svg.contains("Oct") && svg.contains("Nov"), "{svg}");
        assert!(!svg.contains("style=") && !svg.contains("0000\""), "{svg}");
        assert!(bar_chart("Nothing", &[]).is_ok());
    }

    #[test]
    fn a_scale_ends_above_every_bar_in_round_steps() {
        for (highest, lines) in [
            (0, vec![0, 1]),
            (1, vec![0, 1]),
            (3, vec![0, 1, 2, 3]),
            (18, vec![0, 5, 10, 15, 20]),
            (31, vec![0, 10, 20, 30, 40]),
            (142, vec![0, 50, 100, 150]),
        ] {
            assert_eq!(scale(highest), lines, "{highest}");
        }
    }

    #[test]
    fn labels_that_would_touch_are_left_out() {
        let bars = |labels: &[&str]| -> Vec<Bar> {
            labels.iter().map(|label| Bar { label: (*label).to_owned(), parts: Vec::new() }).collect()
        };
        assert_eq!(labelled(&bars(&["00", "01", "02"]), 30, 10), 1);
        assert_eq!(labelled(&bars(&["00", "01", "02"]), 12, 10), 2);
        assert_eq!(labelled(&bars(&["Oct 2026", "Nov 2026"]), 25, 10), 3);
        assert_eq!(labelled(&bars(&["later", "not yet"]), 40, 10), 1);
        assert_eq!(labelled(&bars(&["later", "not yet"]), 39, 10), 2);
        assert_eq!(labelled(&[], 0, 10), 1);
    }
}

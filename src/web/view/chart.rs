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

const SIZE: (u32, u32) = (880, 210);

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
    let mut svg = String::new();
    draw(&mut svg, bars).map_err(WebError::internal)?;
    for (colour, class) in CLASSES {
        svg = svg.replace(colour, class);
    }
    let name = name.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    Ok(svg.replacen("<svg ", &format!("<svg class=\"chart\" role=\"img\" aria-label=\"{name}\" "), 1))
}

fn draw(svg: &mut String, bars: &[Bar]) -> Result<(), Box<dyn std::error::Error>> {
    let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    let highest = bars.iter().map(|bar| bar.parts.iter().map(|(_, count)| count).sum::<i64>()).max();
    let top = highest.unwrap_or(0).max(4);
    let mut chart = ChartBuilder::on(&root)
        .margin(6)
        .x_label_area_size(26)
        .y_label_area_size(48)
        // A range of segments holds its end too.
        .build_cartesian_2d((0..bars.len().saturating_sub(1)).into_segmented(), 0..top + top / 20 + 1)?;
    let label = |place: &SegmentValue<usize>| match place {
        SegmentValue::CenterOf(place) | SegmentValue::Exact(place) => {
            bars.get(*place).map(|bar| bar.label.clone()).unwrap_or_default()
        }
        SegmentValue::Last => String::new(),
    };
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(bars.len())
        .y_labels(4)
        .x_label_formatter(&label)
        .axis_style(LINE)
        .bold_line_style(LINE)
        .light_line_style(TRANSPARENT)
        .label_style(("sans-serif", 12).into_font().color(&TEXT))
        .draw()?;
    for (place, bar) in bars.iter().enumerate() {
        let mut foot = 0;
        for (part, count) in bar.parts.iter().filter(|(_, count)| *count > 0) {
            let corners =
                [(SegmentValue::Exact(place), foot), (SegmentValue::Exact(place + 1), foot + count)];
            let mut block = Rectangle::new(corners, part.colour().filled());
            block.set_margin(0, 0, 5, 5);
            chart.draw_series([block])?;
            foot += count;
        }
    }
    root.present()?;
    Ok(())
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
        assert_eq!(svg.matches("chart-kept").count(), 2);
        assert_eq!(svg.matches("chart-broken").count(), 1);
        assert!(svg.contains("aria-label=\"Kept &amp; &quot;broken&quot;\""), "{svg}");
        assert!(svg.contains("Oct") && svg.contains("Nov"), "{svg}");
        assert!(!svg.contains("style=") && !svg.contains("0000\""), "{svg}");
        assert!(bar_chart("Nothing", &[]).is_ok());
    }
}

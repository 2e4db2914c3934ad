use heng_core::page::Content;
fn main() {
    for f in std::env::args().skip(1) {
        let b = std::fs::read(&f).unwrap();
        let t = std::time::Instant::now();
        let p = heng_intake::report::read::read(b, "f.pdf");
        let t = t.elapsed();
        for b in &p.blocks {
            let pl = match &b.place {
                heng_core::fact::Place::Page { page, area, .. } => {
                    format!("p{page} {:?}", area.map(|a| (a.left, a.top, a.right, a.bottom)))
                }
                o => format!("{o:?}"),
            };
            match &b.content {
                Content::Heading { level, text } => println!("{pl} H{level} {text}"),
                Content::Paragraph(t) => println!("{pl} P {t}"),
                Content::Aside(t) => println!("{pl} A {t}"),
                Content::Table(t) => {
                    println!("{pl} TABLE {}x{}", t.rows().len(), t.columns());
                    for r in t.grid() {
                        let c: Vec<String> = r
                            .iter()
                            .map(|s| match s {
                                heng_core::table::Slot::Begins(c) => c.content.text.clone(),
                                heng_core::table::Slot::CoveredFromLeft => "<".into(),
                                _ => "^".into(),
                            })
                            .collect();
                        println!("    | {}", c.join(" | "));
                    }
                }
            }
            if let Some(d) = &b.doubt {
                println!("    ?? {d}");
            }
        }
        for p in &p.problems {
            println!("{p}");
        }
        println!("{:?} pages {:?}", p.count, t);
    }
}

use super::*;

fn builtin_pack(id: &str) -> Pack {
    builtin::load(id, None).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn built_in_packs_are_whole() {
    for id in builtin::ids() {
        let pack = builtin_pack(id);
        assert_eq!(pack.id, id);
        assert_eq!(pack.adoption_refused(), None, "{id}");
        let outcomes = cases::run(&pack, builtin::sources()).expect("cases are read");
        let failed: Vec<_> = outcomes.iter().filter(|one| !one.passed()).collect();
        assert!(failed.is_empty(), "{failed:#?}");
        assert_eq!(
            cases::methods_without_case(&pack, &outcomes),
            Vec::<&str>::new()
        );
        let own = outcomes.iter().filter(|one| one.pack == id).count();
        assert!(own >= 12, "{id} has {own} cases of its own");
        let source = builtin::sources().iter().find(|one| one.id == id);
        assert!(
            source
                .and_then(|one| one.readme)
                .is_some_and(|text| text.starts_with("# "))
        );
    }
}

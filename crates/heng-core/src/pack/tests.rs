use super::*;

#[test]
fn built_in_packs_load() {
    for id in builtin::ids() {
        let pack = builtin::load(id, None).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(pack.id, id);
        assert_eq!(pack.adoption_refused(), None, "{id}");
    }
}

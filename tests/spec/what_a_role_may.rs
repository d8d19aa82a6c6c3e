//! What each role may, written out: the whole table.

use congvu::role::{Right, Role};

/// A line for each right: who has it, in the order of the roles.
const TABLE: [(Right, [bool; 5]); 11] = [
    //                  admin  review council approv viewer
    (Right::View, [true, true, true, true, true]),
    (Right::Review, [true, true, false, false, false]),
    (Right::Receive, [true, true, false, false, false]),
    (Right::FollowUp, [true, true, false, false, false]),
    (Right::Registry, [true, false, false, false, false]),
    (Right::Verify, [false, false, true, false, false]),
    (Right::Finalise, [false, false, true, false, false]),
    (Right::Approve, [false, false, false, true, false]),
    (Right::Publish, [true, false, false, false, false]),
    (Right::Accounts, [true, false, false, false, false]),
    (Right::Download, [true, true, true, true, false]),
];

#[test]
fn each_role_may_what_the_table_says_and_no_more() {
    assert_eq!(TABLE.map(|(right, _)| right), Right::ALL);
    for (right, who) in TABLE {
        for (role, may) in Role::ALL.into_iter().zip(who) {
            assert_eq!(role.may(right), may, "{} {right:?}", role.as_str());
        }
    }
}

#[test]
fn a_role_is_read_back_from_its_word() {
    for role in Role::ALL {
        assert_eq!(Role::parse(role.as_str()), Some(role));
        assert_eq!(Role::kept(role.as_str()), role);
    }
}

#[test]
fn a_word_that_names_no_role_lets_one_look_and_no_more() {
    for word in ["", "Admin", "root", "superuser", "admin "] {
        assert_eq!(Role::parse(word), None, "{word}");
        assert_eq!(Role::kept(word), Role::Viewer, "{word}");
    }
}

#[test]
fn only_whoever_decides_nothing_may_do_with_a_password_alone() {
    let decide = Role::ALL.into_iter().filter(|role| role.decides());
    assert_eq!(decide.count(), 4);
    assert!(!Role::Viewer.decides());
}

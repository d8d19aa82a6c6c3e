//! Writes the mail of one scene for one unit.

use super::{
    Act, Door, FREE_DOMAIN, Stage, Unplayable, chance::Chance, draft::Draft, lines, people,
    scene::Scene,
};
use crate::{
    address::Address,
    campaign::{Campaign, Group},
    unit::Unit,
};

/// Knows the campaign and the stage.
pub(super) struct Author<'a> {
    pub campaign: &'a Campaign,
    pub stage: &'a Stage,
}

/// Who writes, by which door.
struct Sender {
    from: Address,
    name: String,
    envelope: Option<Address>,
    door: Door,
}

impl Author<'_> {
    /// The mail of a scene.
    pub fn act(&self, unit: &Unit, scene: Scene) -> Result<Act, Unplayable> {
        let scene = self.playable(self.group(unit)?, scene);
        let sender = self.sender(unit, scene)?;
        let signed = scene == Scene::FreeMailbox && self.stage.signed;
        let (expect, reply) = scene.expected(signed);
        let writer = self.preparer(unit);
        let mut chance = self.chance(unit, scene.as_str());
        Ok(Act {
            unit: unit.code.clone(),
            scene,
            door: sender.door,
            envelope: sender.envelope,
            signed,
            mail: Draft {
                from: sender.from,
                name: sender.name,
                to: self.stage.town.clone(),
                subject: lines::subject(scene, unit, self.campaign.year, &mut chance),
                text: lines::letter(scene, unit, self.campaign, &writer),
                enclosures: self.enclosures(unit, scene)?,
                fields: fields(scene),
            },
            expect,
            reply,
        })
    }

    /// The group of a unit, which every unit of a checked campaign has.
    pub fn group(&self, unit: &Unit) -> Result<&Group, Unplayable> {
        let group = self.campaign.group_of(unit);
        group.ok_or_else(|| Unplayable::NoGroup(unit.code.clone()))
    }

    /// The draws of one unit for one purpose.
    pub fn chance(&self, unit: &Unit, purpose: &str) -> Chance {
        Chance::of(self.stage.seed, &format!("{} {purpose}", unit.code))
    }

    /// Name of who fills in the unit's report.
    pub fn preparer(&self, unit: &Unit) -> String {
        people::name(&mut self.chance(unit, "people"))
    }

    fn sender(&self, unit: &Unit, scene: Scene) -> Result<Sender, Unplayable> {
        let made = |text: String| Address::parse(&text).ok_or(Unplayable::Address(text));
        let (local, domain) = (unit.mailbox.local(), unit.mailbox.domain());
        let clerk = self.preparer(unit);
        let personal = |address: Address, door| Sender {
            envelope: Some(address.clone()),
            from: address,
            name: clerk.clone(),
            door,
        };
        let own = Sender {
            from: unit.mailbox.clone(),
            name: unit.name.clone(),
            envelope: Some(unit.mailbox.clone()),
            door: Door::Submission,
        };
        if scene == Scene::FreeMailbox {
            let free = made(format!("{}@{FREE_DOMAIN}", people::local_part(&clerk)))?;
            return Ok(personal(free, Door::Outside));
        }
        if scene == Scene::Colleague {
            let colleague = made(format!("canbo.{local}@{domain}"))?;
            return Ok(personal(colleague, Door::Submission));
        }
        if scene == Scene::LookAlike {
            let (first, rest) = domain.split_once('.').unwrap_or((domain, ""));
            // One letter too many: thuathienhuee.
            let last = first.chars().next_back().unwrap_or('a');
            let near = made(format!("{local}@{first}{last}.{rest}"))?;
            let name = unit.name.clone();
            return Ok(Sender {
                name,
                ..personal(near, Door::Outside)
            });
        }
        if scene == Scene::Bounce {
            return Ok(Sender {
                from: made(format!("mailer-daemon@mail.{FREE_DOMAIN}"))?,
                name: "Mail Delivery System".to_owned(),
                envelope: None,
                door: Door::Outside,
            });
        }
        if scene == Scene::List {
            let envelope = Some(made(format!("cntt-bounces@{FREE_DOMAIN}"))?);
            return Ok(Sender {
                envelope,
                door: Door::Outside,
                ..own
            });
        }
        let door = if scene == Scene::Forged {
            Door::Outside
        } else {
            own.door
        };
        Ok(Sender { door, ..own })
    }
}

/// Header fields that say that a machine had a hand in it.
fn fields(scene: Scene) -> Vec<(&'static str, String)> {
    if matches!(scene, Scene::AutoReply | Scene::Bounce) {
        vec![("Auto-Submitted", "auto-replied".to_owned())]
    } else if scene == Scene::List {
        vec![
            ("List-Id", format!("CNTT <cntt.{FREE_DOMAIN}>")),
            ("Precedence", "list".to_owned()),
        ]
    } else {
        Vec::new()
    }
}

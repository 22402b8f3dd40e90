export type RulingsRefusal =
  | { code: 'rulings.unchanged' }
  | { code: 'rulings.placeholderUnknown', placeholder: string }
  | { code: 'rulings.routeTwice', areaName: string }
  // The unit does not work in the rule's area.
  | { code: 'rulings.routeAstray', unitName: string, areaName: string }
  | { code: 'rulings.unitUnknown' }
  | { code: 'rulings.areaUnknown' }
  | { code: 'rulings.raisedTooEarly' } // Admins would be notified before those who can act.

export type RulingsRefusal =
  | { code: 'rulings.unchanged' }
  | { code: 'rulings.placeholderUnknown', placeholder: string }
  | { code: 'rulings.routeTwice', areaName: string }
  | { code: 'rulings.routeAstray', unitName: string, areaName: string } // The unit doesn't work there.
  | { code: 'rulings.unitUnknown' }
  | { code: 'rulings.areaUnknown' }
  | { code: 'rulings.raisedTooEarly' } // Admins would be told before those who can act.

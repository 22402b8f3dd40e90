/** The whole city: whoever organises it reads the complaints. */
export const CITY = '4201'

export {
  addPartner,
  allPartners,
  findPartner,
  type Partner,
  partnerWithKey,
  withdrawPartner,
} from './partners.ts'

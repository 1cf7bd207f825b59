export { MarketplacePublisher } from './marketplace-publisher.ts'
export type {
  MarketplacePublisherOptions,
  PublishResult,
  SubmissionStatus,
  UpdateMetadata,
  UpdateResult,
} from './marketplace-publisher.ts'
export {
  appealSubmission,
  getSubmission,
  listSubmissions,
  submitPackage,
  unpublish,
  updatePublished,
  uploadPackage,
  uploadScreenshot,
  withdrawSubmission,
} from './submissions.ts'
export type {
  CheckResult,
  MarketplaceMetadata,
  PluginUpdate,
  PricingConfig,
  Submission,
  SubmissionState,
  SubmissionSummary,
  UploadedPackage,
} from './submissions.ts'

export { openCassette, type Cassette, type CassetteMode, type CassetteOptions } from './cassette/cassette';
export type { MissedRequest } from './cassette/cassette-deck';
export type { NearestRequest } from './cassette/nearest-request';
export { createManualClock, type ManualClock } from './clock/manual-clock';
export { createContractService, IGNORE_TERMINATION, type ContractServiceHost } from './contract/contract-service';
export { CONTRACT_SERVICE_FILE, copyContractService } from './contract/copy-contract-service';
export { CONFORMANCE_RULES } from './conformance/all-rules';
export { writeBadge } from './conformance/badge/write-badge';
export { checkConformance, type ConformanceOptions } from './conformance/check-conformance';
export { conformance, type ConformanceRunner, type ConformanceTestOptions } from './conformance/conformance';
export type { ConformanceReport } from './conformance/report/conformance-report';
export { LEVELS, type Level } from './conformance/rule/level';
export type { RuleId, RuleText } from './conformance/rule/rule';
export type { RuleResult } from './conformance/rule/rule-result';
export type { ConformanceSettings, SampleCall, SampleRequest } from './conformance/settings/settings';
export {
  engineContractSuite,
  type ContractServiceOptions,
  type EngineContractOptions,
  type TestRunner,
} from './contract/engine-contract-suite';
export {
  engineSuite,
  type EngineSuiteOptions,
  type SuiteBehaviour,
  type SuiteContext,
  type SuiteEngine,
  type SuitePlace,
  type SuiteRunner,
} from './contract/engine-suite';
export { eventually } from './contract/eventually';
export { createFakeEngine, type FakeEngine, type FakeEngineOptions } from './engine/fake-engine';
export type { FakeProgramHost, FakeServe } from './engine/fake-program';
export { FakeWorld } from './engine/fake-world';
export type {
  Exchange,
  RecordedChunk,
  RecordedPart,
  RecordedRequest,
  RecordedResponse,
  Recording,
} from './exchange/exchange';
export type { ReceivedPart } from './exchange/read-request';
export type { ReceivedRequest } from './exchange/noting-server';
export {
  replayExchanges,
  type ReplayOptions,
  type ReplayServer,
  type UnansweredRequest,
} from './exchange/replay-exchanges';
export { temporaryFolder, type TemporaryFolder } from './folder/temporary-folder';
export { createBmp } from './media/create-bmp';
export { createGlb, type GlbOptions } from './media/create-glb';
export { createJpeg } from './media/create-jpeg';
export { createMp4, type FilmOptions } from './media/create-mp4';
export { createPng } from './media/create-png';
export { createSrt, createVtt, type Cue } from './media/create-subtitles';
export { createVector, type VectorOptions } from './media/create-vector';
export { createWav } from './media/create-wav';
export { encodeMedia, type EncodeOptions } from './media/encode-media';
export type { Color, PictureOptions } from './media/picture';
export type { SoundOptions } from './media/sound';
export type { MediaFacts } from './measure/media-facts';
export { measureMedia } from './measure/measure-media';
export { startFaultProxy, type FaultProxy, type FaultProxyOptions, type ProxyFaults } from './proxy/fault-proxy';
export type { LinkFaults } from './proxy/link-faults';
export { makeTar, makeTarball, paxEntry, type TestEntry } from './registry/make-tarball';
export { TestRegistry, type TestPackage } from './registry/test-registry';
export type { FakeAnswer, FakeEvent, FakeFault, FakePiece } from './service/fake-answer';
export type { FakeReply } from './service/fake-reply';
export type { FakeRequest, FakeRoute, FakeRoutes } from './service/fake-routes';
export {
  startFakeService,
  type FakeService,
  type FakeServiceOptions,
  type UnexpectedRequest,
} from './service/fake-service';
export { createFakeServiceHandle, type FakeServiceHandleOptions } from './service/fake-service-handle';
export type { FakeServiceHandle } from './service/noting-handle';
export { serviceDefinition } from './service/service-definition';

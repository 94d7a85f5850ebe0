/**
 * A provider with the habits of those that are published for the original core, as `tsc` compiles it: own fields
 * assigned after construction, the port read once in constructors and kept, an HTTP client of its own, no dispose().
 */
export const FOREIGN_PROVIDER = `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.CowDockerProvider = void 0;
const http = require("http");

class CowAPIClient {
  constructor(baseUrl) { this.baseUrl = baseUrl; }
  post(path, body) {
    return new Promise((resolve, reject) => {
      const request = http.request(this.baseUrl + path, { method: "POST", agent: false }, (response) => {
        let text = "";
        response.on("data", (chunk) => (text += chunk)).on("end", () => resolve(text));
      });
      request.on("error", reject).end(JSON.stringify(body));
    });
  }
}

class CowDockerTextToTextModel {
  constructor(dockerService) {
    this.id = "cow-default";
    this.name = "Cow";
    this.capabilities = ["text-to-text"];
    this.dockerService = dockerService;
    this.apiClient = new CowAPIClient("http://127.0.0.1:" + dockerService.getServiceInfo().ports[0]);
  }
  async transform(text) { return { content: await this.apiClient.post("/transform", { text }) }; }
  async isAvailable() { return this.dockerService.isServiceHealthy(); }
}

class CowDockerProvider {
  constructor(dockerService) {
    this.id = "cow-docker-provider";
    this.name = "Cow";
    this.type = "local";
    this.capabilities = ["text-to-text"];
    this.models = [];
    this.hooks = [];
    this.dockerService = dockerService;
    this.handleName = dockerService && dockerService.constructor.name;
    this.portAtConstruction = dockerService && dockerService.getServiceInfo().ports[0];
  }
  async onServiceReady() { this.hooks.push("ready"); }
  async onServiceConfigured() { this.hooks.push("configured"); }
  async configure() {}
  async isAvailable() {
    if (!this.dockerService) return true;
    const status = await this.dockerService.getServiceStatus();
    return status.running && status.health === "healthy";
  }
  getModelsForCapability() { return [{ id: "cow-default" }]; }
  async getModel(id) {
    if (id !== "cow-default") throw new Error("Model " + id + " not found");
    return new CowDockerTextToTextModel(this.dockerService);
  }
  async getHealth() { return { status: "healthy", uptime: 0, activeJobs: 0, queuedJobs: 0 }; }
  async startService() { return this.dockerService.startService(); }
  async stopService() { return this.dockerService.stopService(); }
  async getServiceStatus() { return this.dockerService.getServiceStatus(); }
}
exports.CowDockerProvider = CowDockerProvider;
exports.default = CowDockerProvider;
`;

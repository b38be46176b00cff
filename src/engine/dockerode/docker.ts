/** dockerode's object model over our engine client. Only this file imports dockerode. */
import Dockerode from "dockerode";
import type { Engine } from "../engine.js";
import { EngineModem } from "./modem.js";

export function openDocker(engine: Engine): Dockerode {
  // The types know the options of docker-modem only, but a complete modem is accepted.
  return new Dockerode({ modem: new EngineModem(engine) } as unknown as Dockerode.DockerOptions);
}

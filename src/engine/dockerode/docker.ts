/** dockerode's object model over our wire. The only place that imports it. */
import Dockerode from "dockerode";
import type { Engine } from "../engine.js";
import { EngineModem } from "./modem.js";

export function openDocker(engine: Engine): Dockerode {
  // The types know docker-modem's options only; a modem given whole is used as it is.
  return new Dockerode({ modem: new EngineModem(engine) } as unknown as Dockerode.DockerOptions);
}

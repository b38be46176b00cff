/** A managed plugin, as the engine lists it. */
export interface Plugin {
  Id?: string;
  Name: string;
  Enabled: boolean;
  PluginReference?: string;
  Config?: { Description?: string };
}

/** What of a volume the commands read (GET /volumes). */
export interface Volume {
  Name: string;
  Driver?: string;
  Scope?: string;
  Mountpoint?: string;
  Labels?: Readonly<Record<string, string>> | null;
  /** Only in answers of `system df`. */
  UsageData?: { Size?: number; RefCount?: number } | null;
  /** Of a volume that belongs to a swarm. */
  ClusterVolume?: {
    Spec?: { Group?: string; Availability?: string };
    Info?: { VolumeID?: string } | null;
    PublishStatus?: readonly unknown[] | null;
  } | null;
}

/** The fields of a volume that commands read (GET /volumes). */
export interface Volume {
  Name: string;
  Driver?: string;
  Scope?: string;
  Mountpoint?: string;
  Labels?: Readonly<Record<string, string>> | null;
  /** Only in responses to `system df`. */
  UsageData?: { Size?: number; RefCount?: number } | null;
  /** Only of a volume that belongs to a swarm. */
  ClusterVolume?: {
    Spec?: { Group?: string; Availability?: string };
    Info?: { VolumeID?: string } | null;
    PublishStatus?: readonly unknown[] | null;
  } | null;
}

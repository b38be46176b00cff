/** The fields of a network that commands read (GET /networks, GET /networks/NAME). */
export interface Network {
  Name: string;
  Id: string;
  /** RFC 3339. */
  Created?: string;
  Scope?: string;
  Driver?: string;
  EnableIPv4?: boolean;
  EnableIPv6?: boolean;
  Internal?: boolean;
  /** The routing mesh of a swarm. */
  Ingress?: boolean;
  ConfigOnly?: boolean;
  Labels?: Readonly<Record<string, string>> | null;
}

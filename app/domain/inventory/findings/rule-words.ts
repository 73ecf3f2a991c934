import type { FindingRule } from "../inventory-words.ts";

/** What a rule remarks on, as a heading, and why that matters. What to do stands in each finding, for its client. */
export const RULE_WORDS: Readonly<Record<FindingRule, { title: string; why: string }>> = {
  "literal-secret": {
    title: "Secret in the file",
    why: "Configuration files are read by every program of the person, copied into backups and shared in screenshots. A secret in one is no secret any more.",
  },
  "secret-in-git": {
    title: "Secret in a file that git keeps",
    why: "A commit goes to everybody with the repository and stays in its history after the line is gone.",
  },
  unpinned: {
    title: "Release not pinned",
    why: "What was looked at and approved is one release. A launch without one runs the next release the moment it is published, also a stolen one.",
  },
  typosquat: {
    title: "Name close to a well-known package",
    why: "Packages are published under names one slip away from popular ones, and they run with everything the person may do.",
  },
  "imitated-name": {
    title: "Name that passes for another",
    why: "People and models choose a server by its name. A name that promises one server and starts another takes what was meant for the first.",
  },
  "plain-http": {
    title: "Connection without TLS",
    why: "Everybody on the way can read the tokens and change the answers, which a model then follows.",
  },
  "tls-unchecked": {
    title: "Certificate checks switched off",
    why: "Without the check an encrypted connection may end at anybody, and the setting often holds for all connections of the program.",
  },
  "home-mounted": {
    title: "Home folder handed over",
    why: "Keys, browser profiles, mail and every project lie there. One sentence in a web page can have them read and sent away.",
  },
  "container-privileged": {
    title: "Container with the machine's rights",
    why: "A container is used to hold a server back. With these rights it holds nothing back.",
  },
  "docker-socket": {
    title: "Container engine handed over",
    why: "Whoever speaks to the engine can start a container with the whole disk mounted: it is administrator on this machine.",
  },
  "host-network": {
    title: "Container on the machine's network",
    why: "Databases and tools that listen for this machine alone, without a password, are then open to the server.",
  },
  "shell-wrapper": {
    title: "Started through a shell",
    why: "A shell expands, pipes and reads profiles, so the line in the file is not what runs.",
  },
  "download-and-run": {
    title: "Downloaded and run at each start",
    why: "What runs is decided by whoever controls the address at that moment. Nothing that was looked at stays true.",
  },
  "auto-approved": {
    title: "Tools approved without asking",
    why: "The question to the person is the last stop before a tool changes something. A text that a model read can call these tools.",
  },
  "malicious-release": {
    title: "Release known to be malicious",
    why: "It was published to do harm: what it could reach has to be taken as read and changed.",
  },
  "vulnerable-release": {
    title: "Release with a known weakness",
    why: "The weakness is public, so whoever can send text to the server or to the model can try it.",
  },
  "zone-exposed": {
    title: "Sensitive data, open to the internet",
    why: "A server that reads sensitive data and can be reached by everybody is one stolen token away from a leak.",
  },
  "silent-device": {
    title: "Device that fell silent",
    why: "What is configured there since its last report is unknown: a new server, a secret or a revoked server that came back would be seen by nobody.",
  },
  "zones-joined": {
    title: "Two zones joined",
    why: "What is kept apart by the network meets again inside the server, which no firewall sees.",
  },
};

declare module "pulumi/lib/cache" {
  /** @returns where Pulumi's npm package and the Automation API keep a version of the CLI */
  export function cacheDir(version: string): string;
}

declare module "pulumi/lib/download" {
  /** Runs Pulumi's installer, which puts the complete CLI into `bin/` of a folder. */
  export function installCLI(
    version: string,
    folder: string,
    io: { fetchText(url: string): Promise<string>; execScript(script: string, args: readonly string[]): void },
  ): Promise<void>;
}

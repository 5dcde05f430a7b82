package dev.jetbridge.pipelines.cli;

import dev.jetbridge.pipelines.workspace.CodeVersion;
import picocli.CommandLine.IVersionProvider;

final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"jetbridge " + CodeVersion.current()};
  }
}

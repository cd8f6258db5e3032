package io.ebbgate.certs.dev;

import io.ebbgate.certs.issue.Credential;
import io.ebbgate.certs.issue.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A PEM file to write, with its permissions. */
record PemFile(String name, String text, Set<PosixFilePermission> mode) {
  static PemFile certificates(String name, Credential credential) {
    return new PemFile(
        name, Pem.certificates(credential.chain()), PosixFilePermissions.fromString("rw-r--r--"));
  }

  static PemFile key(String name, Credential credential) {
    return new PemFile(
        name, Pem.key(credential.key()), PosixFilePermissions.fromString("rw-------"));
  }

  /**
   * Writes the files, each replaced atomically: a reader sees the old one or the new one. All are
   * written as temporary files before the first is moved, so a full disk changes none.
   */
  static void writeAll(Path folder, List<PemFile> files) throws IOException {
    Files.createDirectories(folder);
    Map<Path, Path> moves = new LinkedHashMap<>();
    try {
      for (PemFile file : files) {
        // Created with the owner's permissions only: a key is at no time readable by others.
        Path temporary = Files.createTempFile(folder, "." + file.name, ".new");
        moves.put(temporary, folder.resolve(file.name));
        Files.writeString(temporary, file.text);
        Files.setPosixFilePermissions(temporary, file.mode);
      }
      for (var move : moves.entrySet()) {
        Files.move(move.getKey(), move.getValue(), StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      for (Path temporary : moves.keySet()) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  /** Without the text, which may be a key. */
  @Override
  public String toString() {
    return "PemFile[" + name + ", " + PosixFilePermissions.toString(mode) + "]";
  }
}

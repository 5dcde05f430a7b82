package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * 300 products in 12 domains: in each five from files, and two in each of ten levels, of which each
 * reads the level before, of its own domain and, from the second on, of another one. Domains read
 * each other in circles, products do not.
 */
final class LargeMesh {
  static final int DOMAINS = 12;

  private static final int SOURCES = 5;
  private static final int LEVELS = 10;

  private LargeMesh() {}

  static Contracts whole() {
    return of(DOMAINS, LEVELS);
  }

  /** The first domains and levels of it. */
  static Contracts of(int domains, int levels) {
    List<Contract> contracts = new ArrayList<>();
    for (int domain = 0; domain < domains; domain++) {
      for (int i = 0; i < SOURCES; i++) {
        contracts.add(source("domain_" + domain, "file_" + i));
      }
      for (int level = 1; level <= levels; level++) {
        for (String half : List.of("a", "b")) {
          contracts.add(made(domains, domain, level, half, "[table, event]", ""));
        }
      }
    }
    return new Contracts(contracts, List.of(), List.of());
  }

  /** Such a mesh without two products that nobody reads, and with one more. */
  static Contracts changed(int domains, int levels) {
    List<Contract> contracts = new ArrayList<>(of(domains, levels).all());
    contracts.removeIf(c -> c.id().toString().startsWith("domain_1.level_" + levels + "_"));
    contracts.add(made(domains, 0, levels + 1, "a", "[table]", ""));
    return new Contracts(contracts, List.of(), List.of());
  }

  /** A product and all that are made of it. */
  static Set<ProductId> with(Contracts mesh, ProductId product) {
    Set<ProductId> reached = new HashSet<>(Set.of(product));
    for (List<Contract> wave : mesh.waves()) {
      for (Contract contract : wave) {
        if (contract.derivation().inputs().stream().anyMatch(reached::contains)) {
          reached.add(contract.id());
        }
      }
    }
    return reached;
  }

  static Contract made(int domain, int level, String half, String ports, String more) {
    return made(DOMAINS, domain, level, half, ports, more);
  }

  private static Contract made(
      int domains, int domain, int level, String half, String ports, String more) {
    String before = level == 1 ? "file_" : "level_" + (level - 1) + "_";
    List<String> inputs = new ArrayList<>();
    for (String suffix : level == 1 ? List.of("0", "1", "2", "3", "4") : List.of("a", "b")) {
      inputs.add("domain_" + domain + "." + before + suffix);
    }
    if (level > 1) {
      inputs.add("domain_" + (domain + level) % domains + ".level_" + (level - 1) + "_" + half);
    }
    return parse(
        "domain_" + domain,
        "level_" + level + "_" + half,
        """
          - {property: productKind, value: aggregate}
          - {property: inputs, value: [%s]}
          - {property: transformation, value: some.job}
          - {property: writeMode, value: overwrite}
          - {property: outputPorts, value: %s}
        """
                .formatted(String.join(", ", inputs), ports)
            + more);
  }

  static Contract source(String domain, String name) {
    return parse(
        domain,
        name,
        """
          - {property: productKind, value: source-aligned}
          - {property: outputPorts, value: [table, event]}
          - {property: orderColumn, value: changed_at}
        servers:
          - {server: files, type: local, path: /files/NAME_*.csv, format: csv}
        """);
  }

  private static Contract parse(String domain, String name, String properties) {
    String yaml =
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: DOMAIN.NAME
        name: NAME
        domain: DOMAIN
        version: 1.0.0
        status: active
        schema:
          - name: NAME
            properties:
              - {name: key, logicalType: string, primaryKey: true}
              - {name: changed_at, logicalType: timestamp, required: true}
        slaProperties:
          - {property: frequency, value: 1, unit: d}
        customProperties:
        """
            + properties;
    return ContractLoader.parse(yaml.replace("NAME", name).replace("DOMAIN", domain), name);
  }
}

package dev.jetbridge.pipelines.compile;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.registration.Jobs;
import java.util.List;
import java.util.Map;

/** Makes the transformation that a contract names. */
@FunctionalInterface
public interface Transformations {
  /**
   * The transformation of that name.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException CONFIG for an unknown name or faulty
   *     parameters
   */
  Job create(String name, Map<String, Object> parameters);

  /** What is wrong in how a contract says that its product is made. */
  default List<String> faults(Contract contract) {
    return List.of();
  }

  /** Those of the program. */
  static Transformations bundled() {
    return new Transformations() {
      @Override
      public Job create(String name, Map<String, Object> parameters) {
        return Jobs.create(name, parameters);
      }

      @Override
      public List<String> faults(Contract contract) {
        return Jobs.faults(contract, ContractLoader.bundled());
      }
    };
  }
}

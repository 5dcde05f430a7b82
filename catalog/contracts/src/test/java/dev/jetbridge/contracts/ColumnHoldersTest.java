package dev.jetbridge.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.mesh.ContractLoader;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ColumnHoldersTest {
  static Stream<Contract> contracts() {
    return ContractLoader.bundled().all().stream();
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void holdTheTableAndEveryColumnOfTheContractAndNoOther(Contract contract)
      throws ReflectiveOperationException {
    Class<?> holder = Class.forName("dev.jetbridge.contracts.columns." + className(contract));

    assertThat(holder.getField("TABLE").get(null)).isEqualTo(contract.id());
    assertThat(constants(holder))
        .isEqualTo(
            contract.columns().stream()
                .collect(Collectors.toMap(c -> c.name().toUpperCase(Locale.ROOT), Column::name)));
  }

  /** The name of the product in camel case: till_sales is TillSales. */
  private static String className(Contract contract) {
    return Arrays.stream(contract.id().name().split("_", -1))
        .map(w -> w.substring(0, 1).toUpperCase(Locale.ROOT) + w.substring(1))
        .collect(Collectors.joining());
  }

  private static Map<String, Object> constants(Class<?> holder) throws IllegalAccessException {
    Map<String, Object> constants = new java.util.HashMap<>();
    for (Field field : holder.getDeclaredFields()) {
      if (!field.getName().equals("TABLE") && Modifier.isStatic(field.getModifiers())) {
        constants.put(field.getName(), field.get(null));
      }
    }
    return constants;
  }
}

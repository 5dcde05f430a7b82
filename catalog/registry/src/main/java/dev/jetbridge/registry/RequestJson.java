package dev.jetbridge.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** A request of the SDK as plain maps and lists, members named as the service names them. */
public final class RequestJson {
  private RequestJson() {}

  /** The members that the request sets; ready to be written as JSON. */
  public static Map<String, Object> of(SdkPojo request) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (SdkField<?> field : request.sdkFields()) {
      Object value = field.getValueOrDefault(request);
      if (isGiven(value)) {
        members.put(field.memberName(), plain(value));
      }
    }
    return members;
  }

  private static boolean isGiven(Object value) {
    return value != null
        && !(value instanceof SdkAutoConstructList)
        && !(value instanceof SdkAutoConstructMap);
  }

  private static Object plain(Object value) {
    if (value instanceof SdkPojo nested) {
      return of(nested);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(RequestJson::plain).toList();
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, member) -> sorted.put(String.valueOf(key), plain(member)));
      return sorted;
    }
    return value instanceof Number || value instanceof Boolean ? value : value.toString();
  }
}

using System.Text.Json.Nodes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Journal;

/// <summary>A pod's ENI as JSON, a part of <see cref="AttachmentCodec"/>. Records of before there were ENIs have none.</summary>
internal static class EniCodec
{
    public static JsonObject? Write(PodEni? eni) => eni is null ? null : new JsonObject
    {
        ["id"] = eni.Id,
        ["mac"] = eni.Mac.ToString(),
        ["use"] = eni.Use.ToString().ToLowerInvariant(),
        ["class"] = eni.Class,
        ["generation"] = eni.Generation,
        ["subnet4"] = eni.Subnet4?.ToString(),
        ["subnet6"] = eni.Subnet6?.ToString(),
        ["gateway4"] = eni.Gateway4?.ToString(),
        ["gateway6"] = eni.Gateway6?.ToString(),
        ["number"] = eni.Number,
        ["trunk"] = eni.Trunk?.ToString(),
        ["vlan"] = eni.Vlan,
    };

    /// <exception cref="FormatException">A value is missing or not what its name says.</exception>
    public static PodEni? Read(JsonNode? node) => node is not JsonObject json ? null : new PodEni
    {
        Id = Text(json, "id"),
        Mac = MacAddress.Parse(Text(json, "mac")),
        Use = Enum.TryParse<EniUse>(Text(json, "use"), ignoreCase: true, out var use)
            ? use
            : throw new FormatException($"unknown use '{Text(json, "use")}' of an ENI"),
        Class = (string?)json["class"] ?? "",
        Generation = (long?)json["generation"] ?? 0,
        Subnet4 = Range(json["subnet4"]),
        Subnet6 = Range(json["subnet6"]),
        Gateway4 = Address(json["gateway4"]),
        Gateway6 = Address(json["gateway6"]),
        Number = (int?)json["number"] ?? 0,
        Trunk = (string?)json["trunk"] is { } trunk ? MacAddress.Parse(trunk) : null,
        Vlan = (int?)json["vlan"] ?? 0,
    };

    private static Cidr? Range(JsonNode? node) => (string?)node is { } text ? Cidr.Parse(text) : null;

    private static InetAddress? Address(JsonNode? node) => (string?)node is { } text ? InetAddress.Parse(text) : null;

    private static string Text(JsonObject json, string name) =>
        (string?)json[name] ?? throw new FormatException($"an attachment's ENI lacks '{name}'");
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Model.Addresses;

namespace Fairlead.Conformance.Results;

/// <summary>Reads a success of ADD in the shape of its version, and says everything that is not of that shape.</summary>
internal sealed class ResultReader(string version)
{
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    public AttachmentResult Read(JsonObject json)
    {
        ReadDns(json["dns"]);
        return SpecVersion.HasInterfaces(version) ? ReadLists(json) : ReadFamilies(json);
    }

    // Section 5, "ADD Success", of 1.1.0 and of 0.4.0.
    private AttachmentResult ReadLists(JsonObject json)
    {
        foreach (var old in new[] { "ip4", "ip6" }.Where(json.ContainsKey))
        {
            Say($"{old}: is of versions before 0.3.0");
        }

        var interfaces = Items(json, "interfaces").Select(ReadInterface).ToList();
        return new AttachmentResult(
            interfaces,
            [.. Items(json, "ips").Select(ip => ReadAddress(ip, interfaces)).OfType<ResultAddress>()],
            [.. Items(json, "routes").Select(ReadRoute).OfType<ResultRoute>()]);
    }

    // Result of 0.1.0 and 0.2.0: "ip4" and "ip6", each with "ip", "gateway" and "routes".
    private AttachmentResult ReadFamilies(JsonObject json)
    {
        foreach (var newer in new[] { "interfaces", "ips", "routes" }.Where(json.ContainsKey))
        {
            Say($"{newer}: came with 0.3.0");
        }

        var families = new[] { "ip4", "ip6" }.Where(json.ContainsKey).Select(name => (name, json[name] as JsonObject)).ToList();
        families.Where(family => family.Item2 is null).ToList().ForEach(family => Say($"{family.name}: must be an object"));
        var objects = families.Where(family => family.Item2 is not null).ToList();
        return new AttachmentResult(
            [],
            [.. objects.Select(family => ReadCidr(family.Item2!["ip"], $"{family.name}.ip")).OfType<Cidr>().Select(ip => new ResultAddress(ip, -1))],
            [.. objects.SelectMany(family => Items(family.Item2!, "routes")).Select(ReadRoute).OfType<ResultRoute>()]);
    }

    private ResultInterface ReadInterface((string Path, JsonObject Json) one)
    {
        var name = Text(one.Json["name"], $"{one.Path}.name") ?? "";
        if (name.Length == 0)
        {
            Say($"{one.Path}.name: is missing or empty");
        }

        var text = Text(one.Json["mac"], $"{one.Path}.mac");
        MacAddress? mac = MacAddress.TryParse(text, out var read) ? read : null;
        if (!string.IsNullOrEmpty(text) && mac is null)
        {
            Say($"{one.Path}.mac: '{text}' is no MAC address");
        }

        return new ResultInterface(name, mac, Text(one.Json["sandbox"], $"{one.Path}.sandbox") ?? "");
    }

    private ResultAddress? ReadAddress((string Path, JsonObject Json) one, List<ResultInterface> interfaces)
    {
        if (ReadCidr(one.Json["address"], $"{one.Path}.address") is not { } address)
        {
            return null;
        }

        ReadGateway(one.Json["gateway"], $"{one.Path}.gateway", address.IsV6);
        ReadFamily(one.Json["version"], $"{one.Path}.version", address.IsV6);
        return new ResultAddress(address, ReadIndex(one.Json["interface"], $"{one.Path}.interface", interfaces));
    }

    private ResultRoute? ReadRoute((string Path, JsonObject Json) one) =>
        ReadCidr(one.Json["dst"], $"{one.Path}.dst") is { } destination
            ? new ResultRoute(destination, ReadGateway(one.Json["gw"], $"{one.Path}.gw", destination.IsV6))
            : null;

    private void ReadFamily(JsonNode? field, string path, bool v6)
    {
        var text = field?.GetValueKind() == JsonValueKind.String ? field.GetValue<string>() : field?.ToJsonString();
        var right = v6 ? "6" : "4";
        if (SpecVersion.NamesFamilies(version) && text != right)
        {
            Say($"{path}: {version} asks for \"{right}\", it is {text ?? "missing"}");
        }

        if (!SpecVersion.NamesFamilies(version) && field is not null)
        {
            Say($"{path}: went with 1.0.0");
        }
    }

    private int ReadIndex(JsonNode? field, string path, List<ResultInterface> interfaces)
    {
        if (field is null)
        {
            return -1;
        }

        if (field is JsonValue value && value.TryGetValue<int>(out var index) && index >= 0 && index < interfaces.Count)
        {
            return index;
        }

        Say($"{path}: {field.ToJsonString()} is no index into the {interfaces.Count} interfaces");
        return -1;
    }

    private Cidr? ReadCidr(JsonNode? field, string path)
    {
        if (Cidr.TryParse(Text(field, path), out var cidr))
        {
            return cidr;
        }

        Say($"{path}: {field?.ToJsonString() ?? "missing, which"} is no address with a prefix length");
        return null;
    }

    private InetAddress? ReadGateway(JsonNode? field, string path, bool v6)
    {
        if (Text(field, path) is not { Length: > 0 } text)
        {
            return null;
        }

        if (InetAddress.TryParse(text, out var gateway) && gateway.IsV6 == v6)
        {
            return gateway;
        }

        Say($"{path}: '{text}' is no IPv{(v6 ? 6 : 4)} address");
        return null;
    }

    private void ReadDns(JsonNode? dns)
    {
        if (dns is null)
        {
            return;
        }

        if (dns is not JsonObject json)
        {
            Say("dns: must be an object");
            return;
        }

        Text(json["domain"], "dns.domain");
        foreach (var name in new[] { "nameservers", "search", "options" })
        {
            if (json[name] is { } list && (list is not JsonArray items || items.Any(item => item?.GetValueKind() != JsonValueKind.String)))
            {
                Say($"dns.{name}: must be a list of strings");
            }
        }
    }

    private IEnumerable<(string Path, JsonObject Json)> Items(JsonObject json, string name)
    {
        if (json[name] is not null and not JsonArray)
        {
            Say($"{name}: must be a list");
        }

        var items = (json[name] as JsonArray ?? []).Select((item, index) => (Path: $"{name}[{index}]", Json: item as JsonObject)).ToList();
        items.Where(item => item.Json is null).ToList().ForEach(item => Say($"{item.Path}: must be an object"));
        return items.Where(item => item.Json is not null).Select(item => (item.Path, item.Json!));
    }

    private string? Text(JsonNode? field, string path)
    {
        if (field is null || field.GetValueKind() == JsonValueKind.String)
        {
            return field?.GetValue<string>();
        }

        Say($"{path}: must be a string, not {field.ToJsonString()}");
        return null;
    }

    private void Say(string problem)
    {
        if (!_problems.Contains(problem))
        {
            _problems.Add(problem);
        }
    }
}

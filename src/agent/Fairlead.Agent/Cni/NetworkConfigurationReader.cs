using System.Text.Json;
using Fairlead.Model.Pods;
using Fairlead.Model.Problems;

namespace Fairlead.Agent.Cni;

/// <summary>Reads a network's configuration, all mistakes at once.</summary>
internal static class NetworkConfigurationReader
{
    // Keys that the specification, libcni or CONVENTIONS.md put there, and our own three. Namespaced ones ("cni.dev/…") are free.
    private static readonly string[] Known =
    [
        "cniVersion", "cniVersions", "name", "type", "args", "ipam", "dns", "prevResult", "runtimeConfig", "capabilities",
        "disableCheck", "disableGC", "socket", "stateDir",
    ];

    // libcni writes both: the specification's key, and that of an older draft of it.
    private static readonly string[] ValidAttachmentKeys = ["cni.dev/valid-attachments", "cni.dev/attachments"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>The version alone, for an error that comes before the rest could be read; 1.0.0 where there is none to be seen.</summary>
    public static string VersionOf(ReadOnlyMemory<byte> input)
    {
        try
        {
            using var document = JsonDocument.Parse(input);
            return document.RootElement.TryGetProperty("cniVersion", out var version) ? version.GetString() ?? "1.0.0" : "1.0.0";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return "1.0.0";
        }
    }

    /// <exception cref="CniException">Code 6 for what is no JSON object, 1 for an unknown version, 7 for everything else.</exception>
    public static NetworkConfiguration Read(ReadOnlyMemory<byte> input)
    {
        using var document = Parse(input);
        var problems = new List<Problem>();
        var root = new JsonPath(document.RootElement, "", problems);
        var version = ReadVersion(root);
        var configuration = new NetworkConfiguration
        {
            Version = version,
            Name = ReadName(root["name"]),
            HostPorts = PortMappings.Read(root["runtimeConfig"]["portMappings"]),
            Annotations = ReadAnnotations(root["runtimeConfig"]["io.kubernetes.cri.pod-annotations"]),
            Dns = ReadDns(root["dns"]),
            PreviousResult = PreviousResultReader.Read(root["prevResult"]),
            ValidAttachments = ReadValidAttachments(root),
        };
        CheckKeys(root);
        return problems.Count == 0 ? configuration : throw Invalid(problems);
    }

    private static CniException Invalid(List<Problem> problems) => new(
        CniErrorCode.InvalidConfiguration,
        $"invalid network configuration: {problems[0]}",
        problems.Count == 1 ? "" : string.Join("; ", problems.Skip(1)));

    private static JsonDocument Parse(ReadOnlyMemory<byte> input)
    {
        try
        {
            var document = JsonDocument.Parse(input, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            throw new CniException(CniErrorCode.Decoding, "the network configuration on standard input is no JSON object");
        }
        catch (JsonException error)
        {
            throw new CniException(CniErrorCode.Decoding, "the network configuration on standard input is no valid JSON", error.Message, error);
        }
    }

    private static CniVersion ReadVersion(JsonPath root)
    {
        // A missing version has meant 0.1.0 since there is one; nobody writes results of that shape any more.
        var text = root["cniVersion"].Text("0.1.0");
        return CniVersion.Find(text) ?? throw new CniException(
            CniErrorCode.IncompatibleVersion,
            $"incompatible CNI version {text}",
            $"supported are {string.Join(", ", CniVersion.Supported)}");
    }

    private static string ReadName(JsonPath name)
    {
        var text = name.Text();
        if (!name.IsPresent)
        {
            name.Say("is missing");
        }
        else if (!CniNames.IsIdentifier(text))
        {
            name.Say($"'{text}' must begin with a letter or digit and hold only letters, digits, '_', '.' and '-'");
        }

        return text;
    }

    private static void CheckKeys(JsonPath root)
    {
        foreach (var property in root.Value.EnumerateObject().Where(property => !property.Name.Contains('/') && !Known.Contains(property.Name)))
        {
            root[property.Name].Say(Nearest.Sentence("field", property.Name, Known) + " Everything else is set in the agent's configuration file");
        }

        if (root["ipam"] is { IsPresent: true } ipam && ipam.IsObject() && ipam.Value.EnumerateObject().Any())
        {
            ipam.Say("the agent gives the addresses itself; leave the field out");
        }

        _ = root["type"].Text();
        _ = root["socket"].Text();
        _ = root["stateDir"].Text();
        _ = root["runtimeConfig"].IsObject();
    }

    private static Dictionary<string, string> ReadAnnotations(JsonPath annotations)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        if (annotations.IsObject())
        {
            foreach (var property in annotations.Value.EnumerateObject())
            {
                read[property.Name] = annotations[property.Name].Text();
            }
        }

        return read;
    }

    private static CniDns? ReadDns(JsonPath dns) => !dns.IsObject()
        ? null
        : new CniDns(dns["nameservers"].Texts(), dns["domain"].Text(), dns["search"].Texts(), dns["options"].Texts());

    private static HashSet<AttachmentId>? ReadValidAttachments(JsonPath root)
    {
        var key = ValidAttachmentKeys.FirstOrDefault(root.Has);
        return key is null
            ? null
            : [.. root[key].Items().Select(item => new AttachmentId(item["containerID"].Text(), item["ifname"].Text()))];
    }
}

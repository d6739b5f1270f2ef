using System.Globalization;
using Fairlead.Model.Problems;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fairlead.Planning.Capacity;

/// <summary>
/// Reads <c>instanceTypes: { NAME: { enis: N, addressesPerEni: N } }</c>, with ipv6PerEni and totalEnis where they are known. What is
/// wrong is told all at once, each with its place.
/// </summary>
public sealed class InstanceTypeFile
{
    private const string Root = "instanceTypes";

    // No cloud gives an instance more; a larger number is a typing error.
    private const int MostEnis = 256;
    private const int MostAddresses = 1024;

    private readonly List<Problem> _problems = [];

    private InstanceTypeFile()
    {
    }

    /// <param name="source">The file's name, for messages.</param>
    /// <exception cref="ProblemException">With everything that is wrong.</exception>
    public static IReadOnlyList<InstanceType> Read(string text, string source)
    {
        var file = new InstanceTypeFile();
        var types = file.Types(text);
        return file._problems.Count == 0 ? types : throw new ProblemException(source, file._problems);
    }

    private List<InstanceType> Types(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException error)
        {
            Say("(file)", error.Start, error.InnerException?.Message ?? error.Message);
            return [];
        }

        if (stream.Documents.Count == 0 || stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            Say("(file)", Mark.Empty, $"must be a mapping with {Root}");
            return [];
        }

        Allow(root, "", Root);
        return root.Children.TryGetValue(new YamlScalarNode(Root), out var types) && types is YamlMappingNode entries
            ? [.. entries.Children.Select(Type).OfType<InstanceType>()]
            : Missing(root);
    }

    private List<InstanceType> Missing(YamlNode root)
    {
        Say(Root, root.Start, "must be a mapping from instance types to { enis: N, addressesPerEni: N }");
        return [];
    }

    private InstanceType? Type(KeyValuePair<YamlNode, YamlNode> entry)
    {
        var path = $"{Root}.{entry.Key}";
        if (entry.Value is not YamlMappingNode fields)
        {
            Say(path, entry.Value.Start, "must be { enis: N, addressesPerEni: N }");
            return null;
        }

        Allow(fields, path + ".", "enis", "addressesPerEni", "ipv6PerEni", "totalEnis");
        var enis = Number(fields, path, "enis", MostEnis);
        var addresses = Number(fields, path, "addressesPerEni", MostAddresses);
        var ipv6 = Optional(fields, path, "ipv6PerEni", MostAddresses);
        var total = Optional(fields, path, "totalEnis", MostEnis);
        return enis is null || addresses is null ? null : new InstanceType($"{entry.Key}", enis.Value, addresses.Value)
        {
            Ipv6PerEni = ipv6 ?? addresses.Value,
            TotalEnis = Math.Max(total ?? enis.Value, enis.Value),
        };
    }

    private int? Optional(YamlMappingNode fields, string path, string name, int most) =>
        fields.Children.ContainsKey(new YamlScalarNode(name)) ? Number(fields, path, name, most) : null;

    private int? Number(YamlMappingNode fields, string path, string name, int most)
    {
        if (!fields.Children.TryGetValue(new YamlScalarNode(name), out var value))
        {
            Say($"{path}.{name}", fields.Start, "is missing");
            return null;
        }

        if (value is YamlScalarNode { Value: { } text } && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= most)
        {
            return number;
        }

        Say($"{path}.{name}", value.Start, $"'{value}' is no whole number from 1 to {most}");
        return null;
    }

    private void Allow(YamlMappingNode map, string prefix, params string[] allowed)
    {
        foreach (var key in map.Children.Keys.Where(key => key is not YamlScalarNode { Value: { } name } || !allowed.Contains(name)))
        {
            Say($"{prefix}{key}", key.Start, Nearest.Sentence("key", $"{key}", allowed));
        }
    }

    private void Say(string path, Mark at, string message) => _problems.Add(new Problem(path, message, (int)at.Line, (int)at.Column));
}

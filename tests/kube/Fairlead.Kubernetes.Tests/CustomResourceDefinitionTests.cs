using Fairlead.Kubernetes.Tests.Json;
using Fairlead.Model.Addresses;
using Fairlead.Resources;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using YamlDotNet.RepresentationModel;

namespace Fairlead.Kubernetes.Tests;

/// <summary>The files and the records say the same: whoever adds a field to one is told of the other.</summary>
public sealed class CustomResourceDefinitionTests
{
    private static readonly (ResourceKind Kind, Type Record)[] Ours =
    [
        (ResourceKinds.ClusterNetworks, typeof(ClusterNetwork)),
        (ResourceKinds.PodNetworkClasses, typeof(PodNetworkClass)),
        (ResourceKinds.AddressReservations, typeof(AddressReservation)),
        (ResourceKinds.NodeNetworks, typeof(NodeNetwork)),
    ];

    public static TheoryData<string> Plurals => [.. Ours.Select(pair => pair.Kind.Plural)];

    [Fact]
    public void There_is_a_file_for_each_of_our_kinds() =>
        Assert.Equal(ResourceKinds.All.Where(kind => kind.Group == ResourceNames.Group).Select(kind => kind.Plural + ".yaml").Order(), CustomResourceDefinitions.Texts.Keys);

    [Theory]
    [MemberData(nameof(Plurals))]
    public void Names_are_those_of_the_kind(string plural)
    {
        var (kind, _) = Ours.Single(pair => pair.Kind.Plural == plural);
        var spec = At(Root(plural), "spec");
        Assert.Equal($"{kind.Plural}.{kind.Group}", Text(Root(plural), "metadata", "name"));
        Assert.Equal(kind.Group, Text(spec, "group"));
        Assert.Equal(kind.IsNamespaced ? "Namespaced" : "Cluster", Text(spec, "scope"));
        Assert.Equal((kind.Kind, kind.Plural, kind.Singular), (Text(spec, "names", "kind"), Text(spec, "names", "plural"), Text(spec, "names", "singular")));
        Assert.Equal(kind.ShortNames, ((YamlSequenceNode)At(spec, "names", "shortNames")).Select(name => name.ToString()));
        Assert.Equal(kind.Version, Text(Version(plural), "name"));
        Assert.Equal(kind.HasStatus, ((YamlMappingNode)At(Version(plural), "subresources")).Children.ContainsKey("status"));
    }

    [Theory]
    [MemberData(nameof(Plurals))]
    public void Schema_and_record_have_the_same_fields(string plural)
    {
        var differences = new List<string>();
        var schema = At(Version(plural), "schema", "openAPIV3Schema");
        foreach (var part in new[] { "Spec", "Status" })
        {
            var property = Ours.Single(pair => pair.Kind.Plural == plural).Record.GetProperty(part)!;
            Compare(property.PropertyType, At(schema, "properties", part.ToLowerInvariant()), part.ToLowerInvariant(), differences);
        }

        Assert.Empty(differences);
    }

    [Fact]
    public void Defaults_are_those_of_the_records()
    {
        var differences = new List<string>();
        foreach (var (kind, record) in Ours)
        {
            var made = Activator.CreateInstance(record)!;
            CompareDefaults(record.GetProperty("Spec")!.GetValue(made)!, At(Version(kind.Plural), "schema", "openAPIV3Schema", "properties", "spec"), kind.Plural + ".spec", differences);
        }

        CompareDefaults(new NodePool(), At(Version("clusternetworks"), "schema", "openAPIV3Schema", "properties", "spec", "properties", "nodePools", "items"), "nodePools[]", differences);
        Assert.Empty(differences);
    }

    private static void Compare(Type type, YamlNode schema, string path, List<string> differences)
    {
        var kind = Nullable.GetUnderlyingType(type) ?? type;
        if (kind.IsGenericType && kind.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            Expect("array", schema, path, differences);
            Compare(kind.GetGenericArguments()[0], At(schema, "items"), path + "[]", differences);
        }
        else if (kind.IsEnum)
        {
            var words = kind.GetEnumNames().Select(name => char.ToLowerInvariant(name[0]) + name[1..]);
            var allowed = ((YamlSequenceNode)At(schema, "enum")).Select(word => word.ToString());
            differences.AddRange(words.SequenceEqual(allowed) ? [] : [$"{path}: record {string.Join(", ", words)}; schema {string.Join(", ", allowed)}"]);
        }
        else if (SimpleType(kind) is { } simple)
        {
            Expect(simple, schema, path, differences);
        }
        else
        {
            CompareFields(kind, schema, path, differences);
        }
    }

    private static void CompareFields(Type type, YamlNode schema, string path, List<string> differences)
    {
        Expect("object", schema, path, differences);
        var there = ((YamlMappingNode)At(schema, "properties")).Children.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value);
        foreach (var property in ResourceSamples.Properties(type))
        {
            var name = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
            if (!there.Remove(name, out var field))
            {
                differences.Add($"{path}.{name}: the schema lacks it");
                continue;
            }

            Compare(property.PropertyType, field, $"{path}.{name}", differences);
        }

        differences.AddRange(there.Keys.Select(name => $"{path}.{name}: the record lacks it"));
    }

    private static string? SimpleType(Type type) =>
        type == typeof(string) || type == typeof(DateTimeOffset) || type == typeof(InetAddress) || type == typeof(Cidr) || type == typeof(MacAddress) ? "string"
        : type == typeof(bool) ? "boolean"
        : type == typeof(int) || type == typeof(long) || type == typeof(ulong) ? "integer"
        : typeof(IReadOnlyDictionary<string, string>).IsAssignableFrom(type) ? "object"
        : null;

    private static void Expect(string type, YamlNode schema, string path, List<string> differences)
    {
        if (Text(schema, "type") != type)
        {
            differences.Add($"{path}: the record has {type}, the schema {Text(schema, "type")}");
        }
    }

    private static void CompareDefaults(object record, YamlNode schema, string path, List<string> differences)
    {
        foreach (var (key, field) in ((YamlMappingNode)At(schema, "properties")).Children)
        {
            var value = ResourceSamples.Properties(record.GetType()).Single(property => property.Name.Equals(key.ToString(), StringComparison.OrdinalIgnoreCase)).GetValue(record);
            var given = ((YamlMappingNode)field).Children.TryGetValue("default", out var found) ? found : null;
            var own = value is int number ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : value is Enum word ? char.ToLowerInvariant($"{word}"[0]) + $"{word}"[1..] : null;
            if (own is not null and not "0" && given?.ToString() != own)
            {
                differences.Add($"{path}.{key}: the record has {own}, the schema {given?.ToString() ?? "none"}");
            }

            if (value is PoolSettings or CollectionSettings)
            {
                CompareDefaults(value, field, $"{path}.{key}", differences);
            }
        }
    }

    private static YamlNode Version(string plural) => ((YamlSequenceNode)At(Root(plural), "spec", "versions")).Single();

    private static YamlNode Root(string plural)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(CustomResourceDefinitions.Texts[plural + ".yaml"]));
        return yaml.Documents.Single().RootNode;
    }

    private static YamlNode At(YamlNode node, params string[] path) => path.Aggregate(node, (at, name) => ((YamlMappingNode)at).Children[name]);

    private static string Text(YamlNode node, params string[] path) => At(node, path).ToString();
}

using System.Reflection;
using Fairlead.Model.Problems;

namespace Fairlead.Planning.Capacity;

/// <summary>Instance types by name: those that come with Fairlead, and the user's, which win.</summary>
public sealed class InstanceTypeTable
{
    private readonly SortedDictionary<string, InstanceType> _types = new(StringComparer.Ordinal);

    private InstanceTypeTable(IEnumerable<InstanceType> types)
    {
        foreach (var type in types)
        {
            _types[type.Name] = type;
        }
    }

    public static InstanceTypeTable BuiltIn { get; } = new(InstanceTypeFile.Read(ReadResource(), "the built-in instance types"));

    public IReadOnlyCollection<InstanceType> Types => _types.Values;

    public InstanceTypeTable With(IEnumerable<InstanceType> types) => new(_types.Values.Concat(types));

    /// <exception cref="ProblemException">There is none of that name; the message names the nearest.</exception>
    public InstanceType Find(string name) => _types.TryGetValue(name, out var type)
        ? type
        : throw new ProblemException("capacity", [new Problem("INSTANCE-TYPE", Nearest.Sentence("instance type", name, _types.Keys))]);

    private static string ReadResource()
    {
        const string name = "instance-types.yaml";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

using System.Globalization;
using System.Reflection;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Vpc.Tests.Machine;

/// <summary>A call as a line of text: <c>AttachNetworkInterface NetworkInterfaceId=eni-1 InstanceId=i-node-1</c>; lists have commas.</summary>
internal static class CallText
{
    private static readonly Dictionary<string, Type> Actions = typeof(CloudCall).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(CloudCall)) && !type.IsAbstract).ToDictionary(type => type.Name);

    public static CloudCall Read(IReadOnlyList<string> words)
    {
        var type = Actions[words[0]];
        var call = (CloudCall)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            property.SetValue(call, Default(type, property));
        }

        foreach (var word in words.Skip(1))
        {
            var (name, value) = (word[..word.IndexOf('=')], word[(word.IndexOf('=') + 1)..]);
            var property = type.GetProperty(name) ?? throw new FormatException($"{words[0]} has no {name}");
            property.SetValue(call, Value(property.PropertyType, value));
        }

        return call;
    }

    private static object? Default(Type type, PropertyInfo property) => property.Name switch
    {
        nameof(CloudCall.RegionId) => CloudSeed.Region,
        "Page" => new PageWish(1, null, null),
        nameof(CreateNetworkInterface.DeleteOnRelease) when property.PropertyType == typeof(bool) => true,
        nameof(RunInstances.Amount) => 1,
        nameof(CreateNetworkInterface.InstanceType) when property.PropertyType.IsEnum => Topology.InterfaceType.Secondary,
        _ when property.PropertyType == typeof(IReadOnlyList<string>) => Array.Empty<string>(),
        _ when property.PropertyType == typeof(IReadOnlyList<TagFilter>) => Array.Empty<TagFilter>(),
        _ when property.PropertyType == typeof(IReadOnlyList<Topology.SecurityGroupRule>) => Array.Empty<Topology.SecurityGroupRule>(),
        _ when property.PropertyType == typeof(string) && new NullabilityInfoContext().Create(property).WriteState == NullabilityState.NotNull => "",
        _ when property.PropertyType.IsValueType => Activator.CreateInstance(property.PropertyType),
        _ => null,
    };

    private static object Value(Type type, string text)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(IReadOnlyList<string>) => text.Split(','),
            _ when type == typeof(IReadOnlyList<TagFilter>) => text.Split(',').Select(tag => new TagFilter(tag.Split(':')[0], tag.Split(':').ElementAtOrDefault(1))).ToArray(),
            _ when type == typeof(PageWish) => Page(text.Split(':')),
            _ when type.IsEnum => Enum.Parse(type, text),
            _ => Convert.ChangeType(text, type, CultureInfo.InvariantCulture),
        };
    }

    /// <summary><c>number:2:10</c> or <c>token:TOKEN:10</c>.</summary>
    private static PageWish Page(string[] parts)
    {
        var size = int.Parse(parts[2], CultureInfo.InvariantCulture);
        return parts[0] == "number" ? new PageWish(int.Parse(parts[1], CultureInfo.InvariantCulture), size, null) : new PageWish(null, size, parts[1]);
    }
}

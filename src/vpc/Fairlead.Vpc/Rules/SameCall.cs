using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.Rules;

/// <summary>
/// Whether two calls ask for the same. The records' own equality does not do, for their lists are compared by reference; it is asked
/// only when a client token comes again, so reading the properties by name is quick enough.
/// </summary>
internal static class SameCall
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    public static bool Is(CloudChange one, CloudChange other) => one.GetType() == other.GetType()
        && Properties.GetOrAdd(one.GetType(), type => type.GetProperties()).All(property => Same(property.GetValue(one), property.GetValue(other)));

    private static bool Same(object? one, object? other) => (one, other) switch
    {
        (string, string) => Equals(one, other),
        (IEnumerable ones, IEnumerable others) => ones.Cast<object?>().SequenceEqual(others.Cast<object?>()),
        _ => Equals(one, other),
    };
}

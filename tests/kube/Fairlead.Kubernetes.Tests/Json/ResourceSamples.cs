using System.Collections;
using System.Reflection;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes.Tests.Json;

/// <summary>Objects with something in every field, made from a seed: a field that somebody adds is in them without a word.</summary>
internal sealed class ResourceSamples(int seed)
{
    private readonly Random _random = new(seed);

    public T Make<T>() => (T)Make(typeof(T));

    public object Make(Type type)
    {
        var kind = Nullable.GetUnderlyingType(type) ?? type;
        return kind switch
        {
            _ when kind == typeof(string) => "w" + _random.Next(1000) + (_random.Next(4) == 0 ? " \"é<\n" : ""),
            _ when kind == typeof(bool) => true,
            _ when kind == typeof(int) => _random.Next(1, 100),
            _ when kind == typeof(long) => _random.NextInt64(1, long.MaxValue),
            _ when kind == typeof(ulong) => ulong.MaxValue - (ulong)_random.Next(100),
            _ when kind == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch.AddSeconds(_random.Next()),
            _ when kind == typeof(InetAddress) => Address(),
            _ when kind == typeof(Cidr) => new Cidr(Address(), _random.Next(33)),
            _ when kind == typeof(MacAddress) => new MacAddress((ulong)_random.NextInt64(1L << 48)),
            _ when kind.IsEnum => Enum.GetValues(kind).GetValue(_random.Next(Enum.GetValues(kind).Length))!,
            _ when kind.IsGenericType && kind.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) => new Dictionary<string, string> { [Make<string>()] = Make<string>(), ["fairlead.io/x"] = Make<string>() },
            _ when kind.IsGenericType && kind.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => List(kind.GetGenericArguments()[0]),
            _ => Record(kind),
        };
    }

    private InetAddress Address() => _random.Next(2) == 0 ? InetAddress.V4((uint)_random.Next()) : InetAddress.V6((UInt128)_random.NextInt64() << 64 | (uint)_random.Next());

    private object List(Type item)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        for (var left = _random.Next(1, 4); left > 0; left--)
        {
            list.Add(Make(item));
        }

        return list;
    }

    private object Record(Type type)
    {
        var constructor = type.GetConstructors().Single(found => found.GetParameters() is not [var only] || only.ParameterType != type);
        var made = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Make(parameter.ParameterType))]);
        foreach (var property in Properties(type))
        {
            property.SetValue(made, Make(property.PropertyType));
        }

        return made;
    }

    public static IEnumerable<PropertyInfo> Properties(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    /// <summary>Every field, so that two objects are the same only where all of both is.</summary>
    public static string Print(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        IReadOnlyDictionary<string, string> map => "{" + string.Join(", ", map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")) + "}",
        IEnumerable list => "[" + string.Join(", ", list.Cast<object>().Select(Print)) + "]",
        _ when value.GetType().Namespace!.StartsWith("Fairlead.Resources", StringComparison.Ordinal) && !value.GetType().IsEnum =>
            value.GetType().Name + "(" + string.Join(", ", Properties(value.GetType()).Select(property => $"{property.Name}={Print(property.GetValue(value))}")) + ")",
        _ => value.ToString()!,
    };
}

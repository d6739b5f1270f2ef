using System.Buffers.Text;
using System.Text;
using Fairlead.Vpc.OpenApi.Requests;

namespace Fairlead.Vpc.OpenApi.Binding;

/// <summary>Lists as RPC-style calls flatten them: <c>SecurityGroupIds.1</c>, <c>Tag.2.Key</c>.</summary>
internal readonly struct NumberedParameters
{
    private readonly List<(int Number, string Value)>? _values;

    private NumberedParameters(List<(int Number, string Value)>? values) => _values = values;

    public int Count => _values?.Count ?? 0;

    public static NumberedParameters Read(ParameterSet parameters, ReadOnlySpan<byte> name)
    {
        List<(int, string)>? values = null;
        for (var i = Start(parameters, name); i < parameters.Count && IsWithin(parameters.Name(i), name); i++)
        {
            var rest = parameters.Name(i)[(name.Length + 1)..];
            if (Utf8Parser.TryParse(rest, out int number, out var read) && read == rest.Length && number > 0 && !parameters.Value(i).IsEmpty)
            {
                (values ??= []).Add((number, Encoding.UTF8.GetString(parameters.Value(i))));
            }
        }

        values?.Sort((x, y) => x.Item1.CompareTo(y.Item1));
        return new NumberedParameters(values);
    }

    public IReadOnlyList<string> Values() => _values is null ? [] : _values.ConvertAll(pair => pair.Value);

    /// <summary><c>Tag.1</c> of <c>Tag.1.Key</c> and its like, in the order of the numbers.</summary>
    public static IReadOnlyList<string> Groups(ParameterSet parameters, ReadOnlySpan<byte> name)
    {
        SortedSet<int>? numbers = null;
        for (var i = Start(parameters, name); i < parameters.Count && IsWithin(parameters.Name(i), name); i++)
        {
            var rest = parameters.Name(i)[(name.Length + 1)..];
            if (Utf8Parser.TryParse(rest, out int number, out var read) && number > 0 && read < rest.Length && rest[read] == (byte)'.')
            {
                (numbers ??= []).Add(number);
            }
        }

        var said = numbers is null ? "" : Encoding.UTF8.GetString(name);
        return numbers is null ? [] : [.. numbers.Select(number => $"{said}.{number}")];
    }

    /// <summary>
    /// Whether a parameter, a list or (where the name ends in a dot) a structure of that name asks for something; a star at the end
    /// stands for any other letters.
    /// </summary>
    public static bool HasWish(ParameterSet parameters, string name)
    {
        Span<byte> utf8 = stackalloc byte[128];
        var wanted = utf8[..Encoding.UTF8.GetBytes(name.AsSpan().TrimEnd('*'), utf8)];
        var at = parameters.Find(wanted);
        for (var i = at < 0 ? ~at : at; i < parameters.Count && parameters.Name(i).StartsWith(wanted); i++)
        {
            var meant = parameters.Name(i).Length == wanted.Length || name[^1] is '.' or '*' || parameters.Name(i)[wanted.Length] == (byte)'.';
            if (meant && IsWish(parameters.Value(i)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWish(ReadOnlySpan<byte> value) => !value.IsEmpty && !Ascii.EqualsIgnoreCase(value, "false"u8);

    private static int Start(ParameterSet parameters, ReadOnlySpan<byte> name)
    {
        Span<byte> prefix = stackalloc byte[128];
        name.CopyTo(prefix);
        prefix[name.Length] = (byte)'.';
        var at = parameters.Find(prefix[..(name.Length + 1)]);
        return at < 0 ? ~at : at;
    }

    private static bool IsWithin(ReadOnlySpan<byte> parameter, ReadOnlySpan<byte> name) =>
        parameter.Length > name.Length && parameter[name.Length] == (byte)'.' && parameter.StartsWith(name);
}

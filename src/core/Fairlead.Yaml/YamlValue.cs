using System.Globalization;
using Fairlead.Model.Addresses;
using Fairlead.Model.Problems;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fairlead.Yaml;

/// <summary>A value of a file that a person wrote, with its place. Reading never stops at a mistake: it is noted, and something harmless stands in.</summary>
public sealed class YamlValue(YamlNode? node, string path, List<Problem> problems, YamlNode? holder = null)
{
    /// <summary>Stands in for an address or a range that could not be read, so that what follows it keeps its place in a list.</summary>
    public static readonly InetAddress Nowhere = InetAddress.Parse("0.0.0.0");

    public bool IsPresent => node is not null and not YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" };

    public YamlValue this[string name] => new(
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null,
        path.Length == 0 ? name : $"{path}.{name}",
        problems,
        node ?? holder);

    /// <summary>Where it begins, counted from 1; 0 where it is not there.</summary>
    public (int Line, int Column) Place => node is null ? default : ((int)node.Start.Line, (int)node.Start.Column);

    public bool IsList => node is YamlSequenceNode;

    public bool IsMapping => node is YamlMappingNode;

    /// <summary>The names in a mapping, in their order; none where there is no mapping.</summary>
    public IReadOnlyList<string> Keys => node is YamlMappingNode map ? [.. map.Children.Keys.Select(key => $"{key}")] : [];

    /// <summary>The elements of a list; none where there is no list.</summary>
    public IReadOnlyList<YamlValue> Items
    {
        get
        {
            if (IsPresent && node is not YamlSequenceNode)
            {
                Say("must be a list");
            }

            return node is YamlSequenceNode list ? [.. list.Children.Select((item, i) => new YamlValue(item, $"{path}[{i}]", problems))] : [];
        }
    }

    /// <summary>The same value, read once more: what is wrong with it is noted elsewhere.</summary>
    public YamlValue NotedIn(List<Problem> elsewhere) => new(node, path, elsewhere, holder);

    /// <summary>Notes what is wrong here, at the place of the value, or of what should hold it.</summary>
    public void Say(string message)
    {
        var place = (node ?? holder)?.Start ?? Mark.Empty;
        problems.Add(new Problem(path.Length == 0 ? "(file)" : path, message, (int)place.Line, (int)place.Column));
    }

    /// <summary>The value at a path such as <c>hosts[2].address</c> below this one, or one that stands at the nearest place.</summary>
    public YamlValue Find(string below)
    {
        var found = this;
        foreach (var step in below.Split('.', '['))
        {
            found = step.EndsWith(']') && int.TryParse(step.AsSpan(0, step.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var i)
                ? found.Items.ElementAtOrDefault(i) ?? found
                : found[step];
        }

        return found;
    }

    /// <summary>Notes keys that mean nothing here, each with the nearest that do.</summary>
    public void Allow(params string[] keys)
    {
        if (!IsPresent)
        {
            return;
        }

        if (node is not YamlMappingNode map)
        {
            Say($"must be a mapping of {string.Join(", ", keys)}");
            return;
        }

        foreach (var key in map.Children.Keys.Where(key => !keys.Contains($"{key}")))
        {
            new YamlValue(key, path.Length == 0 ? $"{key}" : $"{path}.{key}", problems).Say(Nearest.Sentence("key", $"{key}", keys));
        }
    }

    public string? Text()
    {
        if (IsPresent && node is not YamlScalarNode)
        {
            Say("must be a single value");
        }

        return IsPresent ? (node as YamlScalarNode)?.Value : null;
    }

    /// <summary>A text that must be there.</summary>
    public string Required(string example)
    {
        if (!IsPresent)
        {
            Say($"is missing; write {example}, say");
        }

        return Text() ?? "";
    }

    public int Number(int otherwise) => Parse<int>(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null, "is no whole number") ?? otherwise;

    /// <summary>A time with its unit: 250ms, 1.5s, 2m.</summary>
    public TimeSpan? Duration() => Parse<TimeSpan>(text => Durations.Parse(text), "is no time; write 250ms, 1.5s or 2m");

    /// <summary>From 0 to 1.</summary>
    public double? Share() => Parse<double>(
        text => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1 ? share : null,
        "is not from 0 to 1; write 0.1");

    public bool Flag(bool otherwise) => Choice<bool>(("true", true), ("false", false)) ?? otherwise;

    public T? Choice<T>(params (string Word, T Value)[] words)
        where T : struct =>
        Parse<T>(text => words.Where(word => word.Word == text).Select(word => (T?)word.Value).FirstOrDefault(), $"is none of {string.Join(", ", words.Select(word => word.Word))}");

    public Cidr? Range() => Parse<Cidr>(text => Cidr.TryParse(text, out var range) ? range : null, "is no range; write 10.244.0.0/16 or fd00::/64");

    public InetAddress? Address() => Parse<InetAddress>(text => InetAddress.TryParse(text, out var address) ? address : null, "is no IP address");

    public IReadOnlyList<Cidr> Ranges() => [.. Items.Select(item => item.Range() ?? Nowhere.ToCidr())];

    public IReadOnlyList<InetAddress> Addresses() => [.. Items.Select(item => item.Address() ?? Nowhere)];

    /// <summary>The value as <paramref name="parse"/> understands it; null where it is not there, or where it is not understood, which is noted.</summary>
    public T? Parse<T>(Func<string, T?> parse, string complaint)
        where T : struct
    {
        if (Text() is not { } text)
        {
            return null;
        }

        var value = parse(text);
        if (value is null)
        {
            Say($"'{text}' {complaint}");
        }

        return value;
    }
}

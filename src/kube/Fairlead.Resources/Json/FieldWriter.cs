using System.Text.Json;
using Fairlead.Model.Addresses;

namespace Fairlead.Resources.Json;

/// <summary>
/// Writes fields. Of a whole object, what is empty is left out. In a merge patch it is written, as null or an empty list: what is left out
/// there stays as it was.
/// </summary>
internal readonly struct FieldWriter(Utf8JsonWriter json, bool isPatch)
{
    public void Text(string name, string value)
    {
        if (value.Length > 0)
        {
            json.WriteString(name, value);
        }
        else if (isPatch)
        {
            json.WriteNull(name);
        }
    }

    /// <summary>Left out of a whole object where it is 0.</summary>
    public void Number(string name, long value)
    {
        if (value != 0 || isPatch)
        {
            json.WriteNumber(name, value);
        }
    }

    /// <summary>Of numbers that mean something else when they are missing.</summary>
    public void Always(string name, long value) => json.WriteNumber(name, value);

    public void Always(string name, ulong value) => json.WriteNumber(name, value);

    public void Number(string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else if (isPatch)
        {
            json.WriteNull(name);
        }
    }

    public void Flag(string name, bool? value)
    {
        if (value is true || (value is false && isPatch))
        {
            json.WriteBoolean(name, value.Value);
        }
        else if (isPatch)
        {
            json.WriteNull(name);
        }
    }

    public void Word<T>(string name, T value)
        where T : struct, Enum => json.WriteString(name, EnumWords<T>.Of(value));

    public void Time(string name, DateTimeOffset? value, string format = Times.Seconds) => Text(name, value is { } time ? Times.Write(time, format) : "");

    public void Address(string name, InetAddress? value) => Text(name, value?.ToString() ?? "");

    public void Range(string name, Cidr? value) => Text(name, value?.ToString() ?? "");

    public void Mac(string name, MacAddress? value) => Text(name, value?.ToString() ?? "");

    public void Map(string name, IReadOnlyDictionary<string, string> map)
    {
        if (map.Count == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    /// <summary>Whole numbers as Kubernetes writes quantities; null takes one away.</summary>
    public void Quantities(string name, IReadOnlyDictionary<string, long?> map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            Text(key, value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "");
        }

        json.WriteEndObject();
    }

    public void Texts<T>(string name, IReadOnlyList<T> list)
    {
        if (list.Count == 0 && !isPatch)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var item in list)
        {
            json.WriteStringValue(item!.ToString());
        }

        json.WriteEndArray();
    }

    /// <summary>Lists are replaced whole by a patch: in them, what is empty can be left out.</summary>
    public void Records<T>(string name, IReadOnlyList<T> list, Action<FieldWriter, T> write)
    {
        if (list.Count == 0 && !isPatch)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var item in list)
        {
            json.WriteStartObject();
            write(new FieldWriter(json, false), item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>What is there and is not replaced, as it is; then ours.</summary>
    public void Merged<T>(string name, JsonElement there, Func<JsonElement, bool> isReplaced, IReadOnlyList<T> list, Action<FieldWriter, T> write)
    {
        json.WriteStartArray(name);
        if (there.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in there.EnumerateArray().Where(item => !isReplaced(item)))
            {
                item.WriteTo(json);
            }
        }

        foreach (var item in list)
        {
            json.WriteStartObject();
            write(new FieldWriter(json, false), item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public void Nested<T>(string name, T? value, Action<FieldWriter, T> write)
        where T : class
    {
        if (value is null)
        {
            if (isPatch)
            {
                json.WriteNull(name);
            }

            return;
        }

        json.WriteStartObject(name);
        write(this, value);
        json.WriteEndObject();
    }
}

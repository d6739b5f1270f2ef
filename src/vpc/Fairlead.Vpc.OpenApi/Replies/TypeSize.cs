using System.Globalization;

namespace Fairlead.Vpc.OpenApi.Replies;

/// <summary>What the name of an instance type says of it, by the cloud's rules for such names: <c>ecs.g7.4xlarge</c> has 16 cores and 4 GiB each.</summary>
/// <param name="Family"><c>ecs.g7</c>.</param>
/// <param name="Memory">GiB.</param>
internal readonly record struct TypeSize(string Family, int Cores, double Memory)
{
    public static TypeSize Of(string type)
    {
        var dot = type.LastIndexOf('.');
        var (family, size) = dot > 0 ? (type[..dot], type[(dot + 1)..]) : (type, "");
        var cores = CoresOf(size);
        return new TypeSize(family, cores, cores * MemoryPerCore(family));
    }

    private static int CoresOf(string size) => size switch
    {
        "large" => 2,
        "xlarge" => 4,
        _ when size.EndsWith("xlarge", StringComparison.Ordinal) && int.TryParse(size.AsSpan(0, size.Length - 6), CultureInfo.InvariantCulture, out var times) => 4 * times,
        _ => 1,
    };

    // Compute, general and memory families: 1:2, 1:4, 1:8.
    private static double MemoryPerCore(string family) => family.AsSpan(family.IndexOf('.') + 1) switch
    {
        ['c', ..] => 2,
        ['r', ..] => 8,
        _ => 4,
    };
}

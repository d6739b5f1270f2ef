using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.OpenApi.Binding;

/// <summary>Which part of a list is wanted, in the ways in which the products ask for one.</summary>
internal static class Pages
{
    /// <summary>By token where one of <c>NextToken</c> and <c>MaxResults</c> is there, by number otherwise.</summary>
    public static PageWish Either(ParameterReader parameters)
    {
        var (token, most) = (parameters.Text("NextToken"u8), parameters.Number("MaxResults"u8));
        var (number, size) = (parameters.Number("PageNumber"u8), parameters.Number("PageSize"u8));
        return token is not null || most is not null ? new PageWish(null, most, token) : new PageWish(number ?? 1, size, null);
    }

    public static PageWish ByNumber(ParameterReader parameters) =>
        new(parameters.Number("PageNumber"u8, least: 1) ?? 1, parameters.Number("PageSize"u8, least: 1, most: 50), null);

    /// <param name="most">Name of the parameter that says how many: <c>MaxResults</c> or <c>MaxResult</c>.</param>
    public static PageWish ByToken(ParameterReader parameters, ReadOnlySpan<byte> most, int limit) =>
        new(null, parameters.Number(most, least: 1, most: limit), parameters.Text("NextToken"u8));
}

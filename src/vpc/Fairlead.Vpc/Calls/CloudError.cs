namespace Fairlead.Vpc.Calls;

/// <summary>The cloud's no.</summary>
/// <param name="Code">As the OpenAPI writes it, <c>InvalidVSwitchId.NotFound</c>.</param>
/// <param name="Status">HTTP status: 400, 403, 404, 409 or 5xx.</param>
public sealed record CloudError(string Code, string Message, int Status = 400)
{
    public override string ToString() => $"{Code}: {Message}";
}

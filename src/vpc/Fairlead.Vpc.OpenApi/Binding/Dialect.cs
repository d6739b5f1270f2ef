using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.OpenApi.Binding;

/// <summary>How a product says what is wrong with a parameter.</summary>
/// <param name="Missing">Of the parameter's name.</param>
/// <param name="Malformed">Of the parameter's name.</param>
internal sealed record Dialect(Func<string, CloudError> Missing, Func<string, CloudError> Malformed)
{
    /// <summary>ECS: as its callers quote it, and as its API reference lists it.</summary>
    public static Dialect Ecs { get; } = new(
        name => new CloudError("MissingParameter", $"The input parameter \"{name}\" that is mandatory for processing this request is not supplied."),
        name => new CloudError("InvalidParameter", $"The specified parameter \"{name}\" is not valid."));

    /// <summary>VPC: error tables of CreateRouteEntry and DeleteRouteEntry, and the product's public error codes.</summary>
    public static Dialect Vpc { get; } = new(
        _ => new CloudError("MissingParameter", "Miss mandatory parameter."),
        name => new CloudError($"IllegalParam.{name}", $"The param of {name} is illegal."));

    /// <summary>STS: the form of the gateway's list of common client errors.</summary>
    public static Dialect Sts { get; } = new(
        name => new CloudError($"MissingParameter.{name}", $"The parameter {name} is missing."),
        name => new CloudError($"InvalidParameter.{name}", $"The parameter {name} is invalid."));

    /// <summary>
    /// A parameter that the cloud knows and the emulator does not: the answer must not look as if it had been heeded. The code is one of
    /// the common client errors.
    /// </summary>
    public static CloudError Unsupported(string name) => new("UnsupportedParameter", $"The parameter \"{name}\" is not supported.");
}

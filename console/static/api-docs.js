// Shows the OpenAPI document of this server; tokens that are tried stay in this page.
"use strict";
const place = document.getElementById("api");
SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  docExpansion: "none",
  deepLinking: true,
  persistAuthorization: false,
  validatorUrl: null,
  withCredentials: false,
});
